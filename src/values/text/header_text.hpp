/// Header fields may be made of certain characters only (RFC 9110, section 5).
#pragma once

#include "values/text/byte_lanes.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace corogql::detail {

/// A header char says of a byte whether it can stand in a token (a name, a method), and whether it is a control
/// character but the tab.
struct header_char {
    bool token, control;
};

inline constexpr auto header_chars = [] {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    std::array<header_char, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) {
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        const bool digit = c >= '0' && c <= '9';
        table[c].token = letter || digit || (c <= 0x7f && marks.find(static_cast<char>(c)) != marks.npos);
        table[c].control = (c < 0x20 && c != '\t') || c == 0x7f;
    }
    return table;
}();

/// Returns how far a token could go.
inline const char* token_end(const char* at, const char* end) noexcept {
    at = skip_lanes<field_name_lanes>(at, end);
    while (at != end && header_chars[static_cast<unsigned char>(*at)].token) ++at;
    return at;
}

/// Returns how far a field's value could go: to a control character other than the tab.
inline const char* field_value_end(const char* at, const char* end) noexcept {
    for (;; ++at) {
        at = skip_lanes<field_value_lanes>(at, end);
        if (at == end || header_chars[static_cast<unsigned char>(*at)].control) return at;
    }
}

/// Returns how much of the beginning of a text could be a token.
inline std::size_t token_size(std::string_view text) noexcept {
    return static_cast<std::size_t>(token_end(text.data(), text.data() + text.size()) - text.data());
}
/// Returns how much of the beginning of a text could be a field's value.
inline std::size_t field_value_size(std::string_view text) noexcept {
    return static_cast<std::size_t>(field_value_end(text.data(), text.data() + text.size()) - text.data());
}

/// Returns whether a text is a token: at least one character, all of them fit for a token.
inline bool is_token(std::string_view text) noexcept { return !text.empty() && token_size(text) == text.size(); }
/// Returns whether a text is a field's value, which may be empty and may hold any byte but control characters other
/// than the tab.
inline bool is_field_value(std::string_view text) noexcept { return field_value_size(text) == text.size(); }

} // namespace corogql::detail
