#include "protocol/header_rules.hpp"

#include "values/text.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

bool is_token(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (detail::to_lower(c) >= 'a' && detail::to_lower(c) <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

bool is_framing(std::string_view name) {
    for (const auto* ours : {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te",
                             "trailer", "expect", "accept-encoding"})
        if (detail::equals_ignoring_case(name, ours)) return true;
    return name.size() >= 14 && detail::equals_ignoring_case(name.substr(0, 14), "sec-websocket-");
}

} // namespace

void check_headers(const headers& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& [name, value] = fields[i];
        // Not shown: it may be a whole line, value included.
        if (!is_token(name))
            throw error(error_kind::config, "the name of header " + std::to_string(i + 1) +
                                                " is not valid (letters, digits and hyphens are)");
        if (!is_field_value(value))
            throw error(error_kind::config, "the value of header " + name + " holds a control character");
        if (is_framing(name))
            throw error(error_kind::config,
                        "header " + name + " is set by corogql itself and cannot be given");
    }
}

void merge_headers(headers& into, const headers& over) {
    for (const auto& field : over) {
        std::erase_if(into,
                      [&](const auto& other) { return detail::equals_ignoring_case(other.first, field.first); });
        into.push_back(field);
    }
}

} // namespace corogql::protocol
