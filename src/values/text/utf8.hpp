/// UTF-8 (RFC 3629) is checked where bytes come in, and never cut within a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::detail {

/// Returns how many bytes at the beginning of a text are whole characters.
std::size_t utf8_size(std::string_view text) noexcept;

inline bool is_utf8(std::string_view text) noexcept { return utf8_size(text) == text.size(); }

/// Returns the size in bytes of the character that a text (which is not empty) begins with; 0 when it begins with none.
std::size_t first_character(std::string_view text) noexcept;

/// Returns nothing when a text is UTF-8; else what is wrong, to be said behind the text's name: "is not UTF-8, at byte
/// 7".
std::string why_no_utf8(std::string_view text);

/// Appends a code point of Unicode that is no surrogate.
void append_utf8(std::string& out, unsigned code);

/// Returns how many UTF-16 code units a text comes to, as JavaScript counts: two for a character beyond U+FFFF.
std::size_t utf16_size(std::string_view text) noexcept;

/// Returns the beginning of a text: at most `most` bytes, and without the half of a character at its end.
std::string_view utf8_prefix(std::string_view text, std::size_t most) noexcept;

} // namespace corogql::detail
