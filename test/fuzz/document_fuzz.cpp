// Any document is refused by the parser, or validated against a schema: faults have a rule and a place in the document.
#include "fuzz.hpp"

#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

using namespace corogql::fuzz;
using namespace corogql::language;

namespace {

const schema& schema_for_all_rules() {
    static const schema all(parse(R"(
        directive @mark(label: String!, old: Int @deprecated) repeatable on FIELD | QUERY
        type Query { a: Int b(x: Int!, in: In, of: [[E!]]): A i: I u: [U!]! c: S @deprecated }
        type Mutation { a(by: One): A }
        type Subscription { a: A b: Int }
        interface I { a: Int }
        type A implements I { a: Int b: B c(e: E = X): Boolean! }
        type B implements I { a: Int b: A c: String d: [Int] }
        union U = A | B
        enum E { X Y @deprecated }
        input In { a: Int! b: [In!] c: E = X one: One }
        input One @oneOf { a: Int b: String }
        scalar S
    )"));
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto document = parse(std::string(text_of(data, size)));
        std::size_t errors = 0;
        for (const auto& one : validate(schema_for_all_rules(), document)) {
            errors += one.level == diagnostic::severity::error ? 1 : 0;
            require(!one.message.empty());
            require(one.rule.empty() ? one.where.empty() : !one.where.empty());
            for (const auto& where : one.where) require(where.at.line > 0 && where.at.column > 0);
        }
        require(errors <= 101);
    } catch (const syntax_error& refused) {
        require(!refused.what_is_wrong().where.empty());
    }
    return 0;
}
