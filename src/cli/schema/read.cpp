#include "cli/schema/read.hpp"

#include "cli/options/input.hpp"
#include "language/introspection/read_schema.hpp"
#include "language/schema/check.hpp"
#include "language/syntax/parse.hpp"

#include <corogql/error.hpp>

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

checked_schema check_schema_file(const std::string& name, bool lenient) {
    checked_schema result;
    try {
        result.schema.emplace(
            read_file(name, [&](auto text) { return language::read_schema(std::move(text), lenient); }));
    } catch (const language::syntax_error& mistake) {
        result.faults.push_back(mistake.what_is_wrong());
        return result;
    }
    language::check_options options;
    options.lenient = lenient;
    result.faults = language::check(*result.schema, options);
    return result;
}

language::schema read_schema_file(const std::string& name) {
    return language::schema(read_good_file(name, [](auto text) { return language::read_schema(std::move(text)); }));
}

language::document read_document_file(const std::string& name) {
    return read_good_file(name, [](auto text) { return language::parse(std::move(text)); });
}

} // namespace corogql::cli
