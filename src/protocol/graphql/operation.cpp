#include "protocol/graphql/operation.hpp"

#include "protocol/graphql/document_tokens.hpp"
#include "protocol/graphql/json_writer.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

operation_kind kind_of(std::string_view keyword) {
    if (keyword == "query" || keyword == "{") return operation_kind::query;
    if (keyword == "mutation") return operation_kind::mutation;
    if (keyword == "subscription") return operation_kind::subscription;
    return operation_kind::unknown;
}

std::string why_no_text(std::string_view text, std::string_view what) {
    auto why = detail::why_no_utf8(text);
    return why.empty() ? why : std::string(what) + ' ' + why;
}

/// Returns what is wrong with the first string in the value that is not UTF-8; empty where all of them are.
std::string why_no_text(const json::value& value) {
    std::string why;
    if (const auto* text = value.if_string()) why = detail::why_no_utf8(*text);
    if (const auto* list = value.if_array())
        for (auto item = list->begin(); why.empty() && item != list->end(); ++item) why = why_no_text(*item);
    if (const auto* object = value.if_object())
        for (auto member = object->begin(); why.empty() && member != object->end(); ++member) {
            why = why_no_text(member->key(), "(a member's name)");
            if (why.empty()) why = why_no_text(member->value());
        }
    return why;
}

std::string why_no_text(const json::object& members, std::string_view what, std::string_view whose = {}) {
    for (const auto& [name, value] : members) {
        if (auto why = detail::why_no_utf8(name); !why.empty())
            return "the name of " + std::string(what == "extension" ? "an " : "a ") + std::string(what) +
                   std::string(whose) + ' ' + why;
        if (auto why = why_no_text(value); !why.empty())
            return std::string(what) + " `" + std::string(name) + '`' + std::string(whose) + ' ' + why;
    }
    return {};
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

payload_parts parts_of(const request& operation) {
    return {.document = operation.document(),
            .operation_name = operation.operation_name(),
            .variables = operation.variables(),
            .extensions = operation.extensions(),
            .empty_variables = operation.empty_variables(),
            .numbers = operation.number_texts().get(),
            .document_id = operation.document_id()};
}

std::string why_unsendable(const json::object& members, const std::string& what, const detail::number_texts* numbers,
                           const std::string& whose) {
    if (auto why = why_no_text(members, what, whose); !why.empty()) return why;
    std::string ignored;
    for (const auto& [name, value] : members)
        if (!append_json(ignored, {{name, value}}, numbers))
            return what + " `" + std::string(name) + "`" + whose +
                   " holds a number that JSON cannot: NaN or an infinity";
    return {};
}

void check_text(const payload_parts& parts) {
    auto why = why_no_text(parts.document, "the document");
    if (why.empty()) why = why_no_text(parts.document_id, "the document's identifier");
    if (why.empty()) why = why_no_text(parts.operation_name, "the operation's name");
    if (why.empty()) why = why_no_text(parts.variables, "variable");
    if (why.empty()) why = why_no_text(parts.extensions, "extension");
    if (!why.empty()) throw error(error_kind::usage, why);
}

void throw_unsendable(const payload_parts& parts) {
    check_text(parts);
    const auto variable = why_unsendable(parts.variables, "variable", parts.numbers);
    throw error(error_kind::usage, variable.empty() ? why_unsendable(parts.extensions, "extension") : variable);
}

std::string to_payload(const payload_parts& parts) {
    std::string payload;
    bool fine = true;
    payload.reserve(parts.document.size() + 256);
    const auto member = [&](std::string_view name) -> std::string& {
        payload += payload.empty() ? '{' : ',';
        return payload += name;
    };
    if (!parts.document_id.empty()) {
        fine = append_json_string(member(R"("documentId":)"), parts.document_id);
        if (parts.empty_query) member(R"("query":"")");
    } else if (parts.with_document)
        fine = append_json_string(member(R"("query":)"), parts.document);
    if (!parts.operation_name.empty())
        fine = append_json_string(member(R"("operationName":)"), parts.operation_name) && fine;
    if (!parts.variables.empty() || parts.empty_variables)
        fine = append_json(member(R"("variables":)"), parts.variables, parts.numbers) && fine;
    if (!parts.extensions.empty()) fine = append_json(member(R"("extensions":)"), parts.extensions) && fine;
    if (!fine) throw_unsendable(parts);
    payload += payload.empty() ? "{}" : "}";
    return payload;
}

std::string to_payload(const request& operation) { return to_payload(parts_of(operation)); }

} // namespace corogql::protocol
