#include "protocol/operation.hpp"

#include "protocol/document_tokens.hpp"
#include "protocol/json_writer.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <cmath>

namespace corogql::protocol {

namespace {

operation_kind kind_of(std::string_view keyword) {
    if (keyword == "query" || keyword == "{") return operation_kind::query;
    if (keyword == "mutation") return operation_kind::mutation;
    if (keyword == "subscription") return operation_kind::subscription;
    return operation_kind::unknown;
}

bool is_sendable(const json::value& value) {
    if (value.is_double()) return std::isfinite(value.get_double());
    if (const auto* list = value.if_array()) return std::all_of(list->begin(), list->end(), is_sendable);
    if (const auto* object = value.if_object())
        return std::all_of(object->begin(), object->end(),
                           [](const auto& member) { return is_sendable(member.value()); });
    return true;
}

void refuse_unsendable(const json::object& members, std::string_view what) {
    for (const auto& [name, value] : members)
        if (!is_sendable(value))
            throw error(error_kind::usage, std::string(what) + " `" + std::string(name) +
                                               "` holds a number that JSON cannot: NaN or an infinity");
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

void check_sendable(const payload_parts& parts) {
    refuse_unsendable(parts.variables, "variable");
    refuse_unsendable(parts.extensions, "extension");
}

std::string to_payload(const payload_parts& parts) {
    check_sendable(parts);
    std::string payload;
    payload.reserve(parts.document.size() + 256);
    const auto member = [&](std::string_view name) -> std::string& {
        payload += payload.empty() ? '{' : ',';
        return payload += name;
    };
    if (parts.with_document) append_json_string(member(R"("query":)"), parts.document);
    if (!parts.operation_name.empty()) append_json_string(member(R"("operationName":)"), parts.operation_name);
    if (!parts.variables.empty() || parts.empty_variables) append_json(member(R"("variables":)"), parts.variables);
    if (!parts.extensions.empty()) append_json(member(R"("extensions":)"), parts.extensions);
    payload += payload.empty() ? "{}" : "}";
    return payload;
}

std::string to_payload(const request& operation) {
    return to_payload({operation.document(), operation.operation_name(), operation.variables(), operation.extensions(),
                       operation.empty_variables()});
}

} // namespace corogql::protocol
