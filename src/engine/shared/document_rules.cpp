#include "engine/shared/document_rules.hpp"

namespace corogql::engine {

std::optional<error> refusal_of(const client_options& options, const request& operation) {
    const auto& known = options.check_against();
    if (!known || operation.document().empty()) return std::nullopt;
    std::string lines;
    for (const auto& problem : known->validate(operation.document()))
        if (!problem.warning) lines += '\n' + problem.to_text();
    if (lines.empty()) return std::nullopt;
    return error(error_kind::usage, "the document is not valid for the schema (option check_against):" + lines);
}

} // namespace corogql::engine
