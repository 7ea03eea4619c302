/// Text of others is made fit here for a terminal and for a line of JSON.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

/// Returns UTF-8 on one line: control characters, those above 0x7f too, stand as JSON escapes them, and the replacement
/// character stands for bytes that are no text.
std::string visible_text(std::string_view text);

/// Returns UTF-8 with control characters as they are, and the replacement character for bytes that are no text.
std::string valid_text(std::string_view text);

/// Returns how many bytes of `text` a control character takes that JSON texts may hold without an escape: DEL, or one
/// of U+0080 to U+009F. Returns 0 when none stands at the beginning of `text`.
std::size_t late_control(std::string_view text) noexcept;

/// Returns a control character as JSON escapes it, such as "\u009b".
std::string escaped_control(std::string_view control);

} // namespace corogql::cli
