/// Text of others, made fit for a terminal and for a line of JSON.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

/// UTF-8 on one line: control characters, those above 0x7f too, as JSON escapes them, and the replacement character for
/// bytes that are no text.
std::string visible_text(std::string_view text);

/// The same, but with control characters as they are.
std::string valid_text(std::string_view text);

/// A control character that JSON texts may hold without an escape: DEL, or one of U+0080 to U+009F. How many bytes of
/// `text` it takes; 0 when none stands at its beginning.
std::size_t late_control(std::string_view text) noexcept;

/// "\u009b"
std::string escaped_control(std::string_view control);

} // namespace corogql::cli
