#include "cli/schema/read.hpp"

#include "cli/options/input.hpp"
#include "language/introspection/read_schema.hpp"
#include "language/schema/check.hpp"
#include "language/syntax/parse.hpp"

#include <corogql/error.hpp>

#include <algorithm>

namespace corogql::cli {

namespace {

std::shared_ptr<const language::source> text_of(const std::string& name) {
    const bool standard_input = name == "-";
    return std::make_shared<const language::source>(standard_input ? "stdin" : name,
                                                    standard_input ? read_standard_input() : read_text_file(name));
}

/// Returns what `read` makes of a file. Errors of syntax stay what they are.
template <class Read>
language::document read_file(const std::string& name, const Read& read) {
    auto text = text_of(name);
    try {
        return read(std::move(text));
    } catch (const language::syntax_error&) {
        throw;
    } catch (const std::runtime_error& mistake) {
        throw error(error_kind::usage, name + ": " + mistake.what());
    }
}

template <class Read>
language::document read_good_file(const std::string& name, const Read& read) {
    try {
        return read_file(name, read);
    } catch (const language::syntax_error& mistake) {
        throw error(error_kind::usage, to_text(mistake.what_is_wrong()));
    }
}

} // namespace

void check_stdin(const std::vector<std::string>& names) {
    if (std::count(names.begin(), names.end(), "-") > 1)
        throw error(error_kind::usage, "only one of the files can come from stdin");
}

checked_schema check_schema_files(const std::vector<std::string>& names, bool lenient) {
    checked_schema result;
    language::document all;
    for (const auto& name : names) {
        try {
            all.append(read_file(name, [&](auto text) { return language::read_schema(std::move(text), lenient); }));
        } catch (const language::syntax_error& mistake) {
            result.faults.push_back(mistake.what_is_wrong());
        }
    }
    if (!result.faults.empty()) return result;
    result.schema.emplace(std::move(all));
    language::check_options options;
    options.lenient = lenient;
    result.faults = language::check(*result.schema, options);
    place_in(result.faults, names.front() == "-" ? "stdin" : names.front());
    return result;
}

language::schema read_schema_file(const std::string& name) {
    auto all = read_good_file(name, [](auto text) { return language::read_schema(std::move(text)); });
    if (all.types.empty() && all.schemas.empty() && all.directive_definitions.empty())
        throw error(error_kind::usage, name + ": there is no definition of a schema in it");
    return language::schema(std::move(all));
}

language::document parse_document_file(const std::string& name) {
    return read_file(name, [](auto text) { return language::parse(std::move(text)); });
}

language::document read_document_file(const std::string& name) {
    auto document = read_good_file(name, [](auto text) { return language::parse(std::move(text)); });
    if (document.operations.empty() && document.fragments.empty())
        throw error(error_kind::usage, name + ": there is no operation or fragment in it");
    return document;
}

} // namespace corogql::cli
