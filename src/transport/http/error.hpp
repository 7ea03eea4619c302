/// These functions throw what is wrong with an HTTP message, as corogql::error of phase `receive`.
#pragma once

#include <cstddef>
#include <string_view>

namespace corogql::transport {

/// Throws kind `protocol`. `piece`, if given, is quoted, made printable and cut short.
[[noreturn]] void throw_malformed_http(std::string_view why);
[[noreturn]] void throw_malformed_http(std::string_view why, std::string_view piece);
/// Throws kind `protocol` (truncated) for a message that did not come whole.
[[noreturn]] void throw_truncated_http(std::string_view why);
/// Throws kind `limit` for a `part` of the message that is larger than `limit` bytes.
[[noreturn]] void throw_too_large(std::string_view part, std::size_t limit);

} // namespace corogql::transport
