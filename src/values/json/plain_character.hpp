/// Short strings are scanned byte by byte.
#pragma once

#include <array>
#include <cstddef>

namespace corogql::detail {

inline constexpr auto plain_characters = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
    return plain;
}();

/// Returns whether a character of a JSON string is ASCII and stands for itself.
inline bool is_plain_character(char c) noexcept { return plain_characters[static_cast<unsigned char>(c)]; }

} // namespace corogql::detail
