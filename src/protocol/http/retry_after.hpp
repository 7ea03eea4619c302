/// A server says how long it asks to be left alone by Retry-After (RFC 9110, section 10.2.3) and the fields of rate
/// limits.
#pragma once

#include "values/http_message.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// Reads a Retry-After: seconds, of which a part counts as a whole one, or a date in any of HTTP's three forms against
/// `now`; a date that has passed is 0, and more than 30 years are as good as any. Returns nothing for text that is
/// neither, so that the client's own backoff applies.
std::optional<std::chrono::seconds> read_retry_after(std::string_view field, std::chrono::system_clock::time_point now);

/// Returns whether x-ratelimit-remaining, as GitHub and many others send it, says that nothing is left.
bool is_used_up(std::optional<std::string_view> remaining);

/// Returns the wait that x-ratelimit-reset names: until requests are allowed again, in seconds of the epoch against the
/// answer's `date` (the server's clock, which is the one that counts) or else `now`. A number too small for that is
/// taken as the wait itself.
std::optional<std::chrono::seconds> read_rate_limit_reset(std::string_view field, std::optional<std::string_view> date,
                                                          std::chrono::system_clock::time_point now);

/// A rate limit is what the fields of an answer say of waiting and of limits that are used up.
struct rate_limit {
    /// The wait that was asked for, by a rate limit's own fields as well.
    std::optional<std::chrono::seconds> retry_after;
    bool used_up = false;

    bool told_to_wait() const noexcept { return used_up || retry_after.has_value(); }
};

/// Returns whether read_rate_limit() could find anything, so that most answers need no calendar.
inline bool may_limit_rate(const detail::http_response& answer) noexcept {
    return answer.known.retry_after || answer.status == 403 || answer.status == 429;
}
rate_limit read_rate_limit(const detail::http_response& answer, std::chrono::system_clock::time_point now);

} // namespace corogql::protocol
