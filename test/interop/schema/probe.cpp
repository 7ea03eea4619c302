// Shows the language's parts to the tests beside the reference implementation: texts come on stdin and answers go to
// stdout, a zero byte behind each.
#include "language/introspection/introspection.hpp"
#include "language/schema/check.hpp"
#include "language/schema/print.hpp"
#include "language/syntax/print.hpp"

#include <corogql/testing/mapi_service.hpp>

#include <iostream>
#include <iterator>

namespace {

using namespace corogql::language;

schema schema_of(std::string text) { return schema(parse(std::move(text))); }

std::string lines(const std::vector<diagnostic>& all) {
    std::string text;
    for (const auto& one : all) {
        if (one.level == diagnostic::severity::warning) continue; // the reference implementation has none
        text += one.message;
        for (const auto& [file, at] : one.where)
            text += ' ' + std::to_string(at.line) + ':' + std::to_string(at.column);
        text += '\n';
    }
    return text;
}

std::string answer(const std::string& verb, std::string text) {
    if (verb == "print") return print(parse(std::move(text)));
    if (verb == "schema") return print_schema(schema_of(std::move(text)));
    if (verb == "sorted") return print_schema(schema_of(std::move(text)), true);
    if (verb == "check") return lines(check(schema_of(std::move(text))));
    if (verb == "introspect") return to_introspection(schema_of(std::move(text)));
    if (verb == "from") return print_schema(schema(from_introspection(text)));
    if (verb == "from-sorted") return print_schema(schema(from_introspection(text)), true);
    throw std::runtime_error("unknown verb " + verb);
}

} // namespace

int main(int argc, char** argv) {
    const std::string verb = argc > 1 ? argv[1] : "";
    if (verb == "mapi") {
        std::cout << corogql::testing::mapi_service::sdl();
        return 0;
    }
    std::string text;
    while (std::getline(std::cin, text, '\0')) {
        std::string result;
        try {
            result = answer(verb, std::move(text));
        } catch (const syntax_error& failure) {
            result = lines({failure.what_is_wrong()});
        } catch (const std::exception& failure) {
            result = failure.what();
        }
        std::cout << result << '\0';
    }
}
