#include "protocol/http/retry_after.hpp"

#include "protocol/http/date.hpp"
#include "values/text/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace corogql::protocol {

namespace {

using std::chrono::seconds;

constexpr seconds most(1'000'000'000); // a number of any length is "very long", never garbage

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Reads seconds. Some servers say parts of a second, which HTTP does not know; any part counts as a whole one.
std::optional<seconds> read_seconds(std::string_view text) {
    const auto point = text.find('.');
    const auto fraction = point == text.npos ? std::string_view("0") : text.substr(point + 1);
    const auto whole = text.substr(0, point);
    if (!is_digits(whole) || !is_digits(fraction)) return std::nullopt;
    std::int64_t value = 0;
    const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (read.ec != std::errc() || seconds(value) >= most) return most;
    return seconds(value + (fraction.find_first_not_of('0') != fraction.npos));
}

seconds from_now(std::chrono::sys_seconds when, std::chrono::system_clock::time_point now) {
    return std::clamp(when - std::chrono::floor<seconds>(now), seconds(0), most);
}

} // namespace

std::optional<seconds> read_retry_after(std::string_view field, std::chrono::system_clock::time_point now) {
    const auto text = detail::trim(field);
    if (const auto value = read_seconds(text)) return value;
    const auto date = read_http_date(text);
    if (!date) return std::nullopt;
    return from_now(*date, now);
}

bool is_used_up(std::optional<std::string_view> remaining) { return remaining && detail::trim(*remaining) == "0"; }

std::optional<seconds> read_rate_limit_reset(std::string_view field, std::optional<std::string_view> date,
                                             std::chrono::system_clock::time_point now) {
    constexpr seconds first_epoch(1'000'000'000); // 2001
    const auto value = read_seconds(detail::trim(field));
    if (!value) return std::nullopt;
    const auto text = detail::trim(field);
    std::int64_t epoch = 0;
    if (text.size() > 12 || std::from_chars(text.data(), text.data() + text.size(), epoch).ec != std::errc())
        return most;
    if (seconds(epoch) < first_epoch) return value;
    if (date)
        if (const auto there = read_http_date(detail::trim(*date))) now = *there;
    return from_now(std::chrono::sys_seconds(seconds(epoch)), now);
}

rate_limit read_rate_limit(const detail::http_response& answer, std::chrono::system_clock::time_point now) {
    rate_limit limit;
    if (answer.known.retry_after) limit.retry_after = read_retry_after(*answer.known.retry_after, now);
    if (answer.status != 403 && answer.status != 429) return limit;
    // For services that say it in fields of their own.
    const auto& fields = answer.headers;
    limit.used_up = is_used_up(fields.find("x-ratelimit-remaining"));
    if (!limit.used_up || limit.retry_after) return limit;
    if (const auto reset = fields.find("x-ratelimit-reset"))
        limit.retry_after = read_rate_limit_reset(*reset, fields.find("Date"), now);
    return limit;
}

} // namespace corogql::protocol
