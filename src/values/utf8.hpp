/// UTF-8 (RFC 3629): checked where bytes come in, and never cut within a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::detail {

/// How many bytes at the beginning of a text are whole characters.
std::size_t utf8_size(std::string_view text) noexcept;

inline bool is_utf8(std::string_view text) noexcept { return utf8_size(text) == text.size(); }

/// A code point of Unicode that is no surrogate.
void append_utf8(std::string& out, unsigned code);

/// The beginning of a text: at most `most` bytes, and without the half of a character at its end.
std::string_view utf8_prefix(std::string_view text, std::size_t most) noexcept;

} // namespace corogql::detail
