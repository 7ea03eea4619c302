/// How long a server asks to be left alone: Retry-After (RFC 9110, section 10.2.3), and the fields of rate limits.
#pragma once

#include "values/http_message.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// Seconds, of which a part counts as a whole one, or a date in any of HTTP's three forms against `now`; a date that
/// has passed is 0, and more than 30 years are as good as any. Nothing for text that is neither, so that the client's
/// own backoff applies.
std::optional<std::chrono::seconds> read_retry_after(std::string_view field, std::chrono::system_clock::time_point now);

/// x-ratelimit-remaining, as GitHub and many others send it.
bool is_used_up(std::optional<std::string_view> remaining);

/// x-ratelimit-reset: when there will be some again, in seconds of the epoch against the answer's `date` (the server's
/// clock, which is the one that counts) or else `now`. A number too small for that is taken as the wait itself.
std::optional<std::chrono::seconds> read_rate_limit_reset(std::string_view field, std::optional<std::string_view> date,
                                                          std::chrono::system_clock::time_point now);

/// What an answer says of all that.
struct rate_limit {
    std::optional<std::chrono::seconds> retry_after; ///< by a rate limit's own fields, too
    bool used_up = false;

    bool told_to_wait() const noexcept { return used_up || retry_after.has_value(); }
};

/// Whether read_rate_limit() would find anything, so that most answers need no calendar.
inline bool may_limit_rate(const detail::http_response& answer) noexcept {
    return answer.known.retry_after || answer.status == 403 || answer.status == 429;
}
rate_limit read_rate_limit(const detail::http_response& answer, std::chrono::system_clock::time_point now);

} // namespace corogql::protocol
