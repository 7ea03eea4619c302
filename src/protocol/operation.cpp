#include "protocol/operation.hpp"

#include "protocol/document_tokens.hpp"
#include "values/byte_lanes.hpp"

#include <corogql/error.hpp>

#include <boost/json/serializer.hpp>

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

void append(std::string& out, const json::object& value) {
    json::serializer serializer;
    serializer.reset(&value);
    char buffer[1024];
    while (!serializer.done()) {
        const auto part = serializer.read(buffer);
        out.append(part.data(), part.size());
    }
}

/// As a JSON string (RFC 8259, section 7).
void append_string(std::string& out, std::string_view text) {
    out += '"';
    const char* plain = text.data();
    const char* const end = plain + text.size();
    for (const char* at = plain;; ++at) {
        at = detail::skip_lanes<detail::plain_json_lanes>(at, end);
        if (at == end) break;
        const auto c = static_cast<unsigned char>(*at);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(plain, at);
        plain = at + 1;
        constexpr std::string_view marks = "\"\\\n\t\r\b\f", letters = "\"\\ntrbf";
        if (const auto known = marks.find(*at); known != marks.npos)
            out.append({'\\', letters[known]});
        else
            out.append("\\u00").append({"01"[c >> 4], "0123456789abcdef"[c & 15]});
    }
    out.append(plain, end) += '"';
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

bool plainly_query(const request& operation) noexcept {
    const std::string_view document = operation.document();
    return operation.operation_name().empty() && (document.starts_with("query") || document.starts_with('{'));
}

bool plainly_no_subscription(const request& operation) noexcept {
    return plainly_query(operation) ||
           (operation.operation_name().empty() && operation.document().starts_with("mutation"));
}

std::string to_payload(const payload_parts& parts) {
    refuse_unsendable(parts.variables, "variable");
    refuse_unsendable(parts.extensions, "extension");
    std::string payload = "{\"query\":";
    payload.reserve(parts.document.size() + 256);
    append_string(payload, parts.document);
    if (!parts.operation_name.empty()) append_string(payload += ",\"operationName\":", parts.operation_name);
    if (!parts.variables.empty() || parts.empty_variables) append(payload += ",\"variables\":", parts.variables);
    if (!parts.extensions.empty()) append(payload += ",\"extensions\":", parts.extensions);
    payload += '}';
    return payload;
}

std::string to_payload(const request& operation) {
    return to_payload({operation.document(), operation.operation_name(), operation.variables(), operation.extensions(),
                       operation.empty_variables()});
}

} // namespace corogql::protocol
