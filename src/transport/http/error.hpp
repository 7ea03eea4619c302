/// What is wrong with an HTTP message; both have phase `receive`.
#pragma once

#include <cstddef>
#include <string_view>

namespace corogql::transport {

/// Kind `protocol`. `piece`, if given, is quoted, made printable and cut short.
[[noreturn]] void throw_malformed_http(std::string_view why);
[[noreturn]] void throw_malformed_http(std::string_view why, std::string_view piece);
/// The same for a message that did not come whole.
[[noreturn]] void throw_truncated_http(std::string_view why);
/// Kind `limit`.
[[noreturn]] void throw_too_large(std::string_view part, std::size_t limit);

} // namespace corogql::transport
