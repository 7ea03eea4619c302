// Validates many documents in one process: `interop-documents schema.graphql` reads them from stdin, each ended by a
// zero, and writes a line for each diagnostic and "." behind those of a document. Without a schema it prints the one of
// the built-in server.
#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

#include <corogql/testing/mapi_service.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using namespace corogql::language;

std::string all_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

void write(const diagnostic& what) {
    std::cout << (what.level == diagnostic::severity::error ? "error" : "warning") << '\t' << what.rule << '\t';
    for (const auto& one : what.where) std::cout << one.at.line << ':' << one.at.column << ' ';
    std::cout << '\t';
    for (const char c : what.message) {
        if (c == '\n')
            std::cout << "\\n";
        else
            std::cout << c;
    }
    std::cout << '\n';
}

} // namespace

int main(int count, char** arguments) {
    std::ios::sync_with_stdio(false);
    if (count == 1) {
        std::cout << corogql::testing::mapi_service::sdl();
        return 0;
    }
    std::ifstream file(arguments[1]);
    const schema against(parse(std::make_shared<const source>(arguments[1], all_of(file))));
    for (std::string text; std::getline(std::cin, text, '\0');) {
        try {
            for (const auto& one : validate(against, parse(std::move(text)))) write(one);
        } catch (const syntax_error& mistake) {
            write(mistake.what_is_wrong());
        }
        std::cout << ".\n";
    }
}
