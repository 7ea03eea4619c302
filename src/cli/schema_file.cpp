#include "cli/schema_file.hpp"

#include "cli/options/input.hpp"
#include "language/syntax/parse.hpp"

#include <corogql/error.hpp>

namespace corogql::cli {

namespace {

language::document definitions_in(const std::string& path, const language::parse_options& options) {
    auto text = read_text_file(path);
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin != text.npos && text[begin] == '{')
        throw error(error_kind::config, "the file " + path + " holds no definitions of a schema");
    return parse(std::make_shared<const language::source>(path, std::move(text)), options);
}

} // namespace

loaded_schema load_schema_file(const std::string& path, bool lenient) {
    language::parse_options options;
    options.lenient = lenient;
    loaded_schema result;
    try {
        result.schema.emplace(definitions_in(path, options));
    } catch (const language::syntax_error& mistake) {
        result.faults.push_back(mistake.what_is_wrong());
    }
    return result;
}

} // namespace corogql::cli
