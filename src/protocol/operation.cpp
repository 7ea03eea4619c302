#include "protocol/operation.hpp"

#include "values/byte_lanes.hpp"

#include <corogql/error.hpp>

#include <boost/json/serializer.hpp>

#include <algorithm>
#include <cmath>

namespace corogql::protocol {

namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// Names and the punctuation that tells where they stand; strings and comments are passed over.
class tokens {
public:
    explicit tokens(std::string_view text) : text_(text) {}

    /// Empty at the end.
    std::string_view next() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                skip_comment();
            } else if (c == '"') {
                skip_string();
            } else if (is_name_start(c)) {
                const auto begin = at_;
                while (at_ < text_.size() && is_name(text_[at_])) ++at_;
                return text_.substr(begin, at_ - begin);
            } else if (std::string_view("{}()@").find(c) != std::string_view::npos) {
                return text_.substr(at_++, 1);
            } else {
                ++at_;
            }
        }
        return {};
    }

    /// Past the closing brace of the selection set that `token`, the last one read, stands before or opens. Braces
    /// inside the parentheses of variables and arguments belong to object values.
    void skip_selection_set(std::string_view token) {
        int parentheses = token == "(" ? 1 : 0;
        int braces = token == "{" ? 1 : 0;
        while (at_ < text_.size()) {
            switch (text_[at_]) {
            case '#': skip_comment(); continue;
            case '"': skip_string(); continue;
            case '(': ++parentheses; break;
            case ')': --parentheses; break;
            case '{': braces += parentheses == 0; break;
            case '}':
                if (parentheses == 0 && --braces == 0) return void(++at_);
                break;
            default: break;
            }
            ++at_;
        }
    }

private:
    void skip_comment() { at_ = std::min(text_.find_first_of("\r\n", at_), text_.size()); }

    void skip_string() {
        const bool block = text_.substr(at_).starts_with(R"(""")");
        at_ += block ? 3 : 1;
        while (at_ < text_.size()) {
            if (block && text_.substr(at_).starts_with(R"(\""")")) {
                at_ += 4;
            } else if (block && text_.substr(at_).starts_with(R"(""")")) {
                at_ += 3;
                return;
            } else if (!block && text_[at_] == '\\') {
                at_ += 2;
            } else if (!block && text_[at_] == '"') {
                ++at_;
                return;
            } else {
                ++at_;
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

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
    tokens tokens(document);
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

bool plainly_no_subscription(const request& operation) noexcept {
    const std::string_view document = operation.document();
    return operation.operation_name().empty() &&
           (document.starts_with("query") || document.starts_with('{') || document.starts_with("mutation"));
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
