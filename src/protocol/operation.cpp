#include "protocol/operation.hpp"

#include "protocol/document_tokens.hpp"
#include "protocol/json_writer.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

operation_kind kind_of(std::string_view keyword) {
    if (keyword == "query" || keyword == "{") return operation_kind::query;
    if (keyword == "mutation") return operation_kind::mutation;
    if (keyword == "subscription") return operation_kind::subscription;
    return operation_kind::unknown;
}

} // namespace

operation_kind find_operation(std::string_view document, std::string_view operation_name) {
    document_tokens tokens(document);
    auto found = operation_kind::unknown;
    unsigned matches = 0;
    for (auto token = tokens.next(); !token.empty(); token = tokens.next()) {
        const auto kind = kind_of(token);
        std::string_view name;
        if (token != "{") {
            token = tokens.next();
            if (!token.empty() && is_name_start(token.front())) name = token;
        }
        if (kind != operation_kind::unknown && (operation_name.empty() || name == operation_name))
            found = kind, ++matches;
        tokens.skip_selection_set(token);
    }
    return matches == 1 ? found : operation_kind::unknown;
}

bool may_come_in_steps(std::string_view document) {
    if (document.find('@') == document.npos) return false;
    document_tokens tokens(document);
    for (auto token = tokens.next(); !token.empty();) {
        const bool directive = token == "@";
        token = tokens.next();
        if (directive && (token == "defer" || token == "stream")) return true;
    }
    return false;
}

bool plainly_query(const request& operation) noexcept {
    const std::string_view document = operation.document();
    return operation.operation_name().empty() && (document.starts_with("query") || document.starts_with('{'));
}

bool plainly_no_subscription(const request& operation) noexcept {
    return plainly_query(operation) ||
           (operation.operation_name().empty() && operation.document().starts_with("mutation"));
}

error not_for_execute() {
    return error(error_kind::usage, "the operation is a subscription: use subscribe(), not execute()");
}

std::string unsendable_member(const json::object& members) {
    std::string ignored;
    for (const auto& [name, value] : members)
        if (!append_json(ignored, {{name, value}})) return '`' + std::string(name) + '`';
    return {};
}

void throw_unsendable(const payload_parts& parts) {
    const auto variable = unsendable_member(parts.variables);
    throw error(error_kind::usage,
                (variable.empty() ? "extension " + unsendable_member(parts.extensions) : "variable " + variable) +
                    " holds a number that JSON cannot: NaN or an infinity");
}

std::string to_payload(const payload_parts& parts) {
    std::string payload;
    bool fine = true;
    payload.reserve(parts.document.size() + 256);
    const auto member = [&](std::string_view name) -> std::string& {
        payload += payload.empty() ? '{' : ',';
        return payload += name;
    };
    if (parts.with_document) append_json_string(member(R"("query":)"), parts.document);
    if (!parts.operation_name.empty()) append_json_string(member(R"("operationName":)"), parts.operation_name);
    if (!parts.variables.empty() || parts.empty_variables)
        fine = append_json(member(R"("variables":)"), parts.variables);
    if (!parts.extensions.empty()) fine = append_json(member(R"("extensions":)"), parts.extensions) && fine;
    if (!fine) throw_unsendable(parts);
    payload += payload.empty() ? "{}" : "}";
    return payload;
}

std::string to_payload(const request& operation) {
    return to_payload({operation.document(), operation.operation_name(), operation.variables(), operation.extensions(),
                       operation.empty_variables()});
}

} // namespace corogql::protocol
