// Any schema is refused by the parser, or checked, printed and introspected: what was printed reads as the same schema.
#include "fuzz.hpp"

#include "language/comparison/compare.hpp"
#include "language/introspection/introspection.hpp"
#include "language/schema/check.hpp"
#include "language/schema/print.hpp"
#include "language/syntax/parse.hpp"

using namespace corogql::fuzz;
using namespace corogql::language;

namespace {

bool has_errors(const std::vector<diagnostic>& all) {
    for (const auto& one : all)
        if (one.level == diagnostic::severity::error) return true;
    return false;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const schema given(parse(std::string(text_of(data, size))));
        check_options lenient;
        lenient.lenient = true;
        check(given, lenient);
        if (has_errors(check(given))) return 0;
        const auto text = print_schema(given, true);
        const schema again(parse(text));
        require(print_schema(again, true) == text);
        require(compare(given, given).empty());
        const schema told(from_introspection(to_introspection(given)));
        require(!has_errors(check(told)));
    } catch (const syntax_error& refused) {
        require(!refused.what_is_wrong().where.empty());
    }
    return 0;
}
