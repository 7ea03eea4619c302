#include "cli/schema/read.hpp"

#include "cli/options/input.hpp"
#include "language/introspection/read_schema.hpp"
#include "language/syntax/parse.hpp"

#include <corogql/error.hpp>

namespace corogql::cli {

namespace {

template <class Read>
language::document read_file(const std::string& name, const Read& read) {
    const bool standard_input = name == "-";
    auto text = std::make_shared<const language::source>(standard_input ? "stdin" : name,
                                                         standard_input ? read_standard_input() : read_text_file(name));
    try {
        return read(std::move(text));
    } catch (const language::syntax_error& mistake) {
        throw error(error_kind::usage, to_text(mistake.what_is_wrong()));
    } catch (const std::runtime_error& mistake) {
        throw error(error_kind::usage, name + ": " + mistake.what());
    }
}

} // namespace

language::schema read_schema_file(const std::string& name) {
    return language::schema(read_file(name, [](auto text) { return language::read_schema(std::move(text)); }));
}

language::document read_document_file(const std::string& name) {
    return read_file(name, [](auto text) { return language::parse(std::move(text)); });
}

} // namespace corogql::cli
