/// The Retry-After header field (RFC 9110, section 10.2.3).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// Seconds, or a date in any of HTTP's three forms against `now`; a date that has passed is 0, and more than
/// 30 years are as good as any. Nothing for text that is neither, so that the client's own backoff applies.
std::optional<std::chrono::seconds> read_retry_after(std::string_view field, std::chrono::system_clock::time_point now);

} // namespace corogql::protocol
