/// Points in time are read and written as RFC 3339 has them: "2024-01-31T23:59:59.25+01:00".
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>

namespace corogql::detail {

/// An instant is as exact as nanoseconds; further digits are dropped.
struct instant {
    std::chrono::sys_seconds seconds;
    std::chrono::nanoseconds fraction{0}; ///< It is the part of a second behind `seconds`, never negative.
};

/// Reads a time; nothing for a text that is no such time: a date and a time of day that exist, and an offset. The
/// letters may be small, and a space may stand for the T. A leap second, which only ends a month, is the second behind
/// it, as in all time_points of the system's clock.
std::optional<instant> read_rfc3339(std::string_view text) noexcept;

/// Writes a time in UTC, with three, six or nine digits of a second's fraction where there is one; nothing outside of
/// the years 0 to 9999.
std::optional<std::string> write_rfc3339(instant time);

/// Rounds down to the clock's ticks; nothing when the time lies outside of what they can count.
template <class Duration>
std::optional<std::chrono::sys_time<Duration>> to_time_point(const instant& from) {
    using std::chrono::floor, std::chrono::seconds;
    using time_point = std::chrono::sys_time<Duration>;
    if constexpr (std::chrono::treat_as_floating_point_v<typename Duration::rep>) {
        const std::chrono::duration<double> exact = from.seconds.time_since_epoch();
        return time_point(Duration(exact) + Duration(from.fraction));
    } else if constexpr (std::ratio_less_equal_v<typename Duration::period, std::ratio<1>>) {
        // The last whole second is left out: its fraction might not fit.
        const auto lowest = floor<seconds>(time_point::min()) + seconds(1);
        const auto highest = floor<seconds>(time_point::max()) - seconds(1);
        if (from.seconds < lowest || from.seconds > highest) return std::nullopt;
        return time_point(from.seconds) + floor<Duration>(from.fraction);
    } else {
        const auto whole = floor<std::chrono::duration<std::int64_t, typename Duration::period>>(from.seconds);
        const auto count = whole.time_since_epoch().count();
        using limits = std::numeric_limits<typename Duration::rep>;
        if (std::cmp_less(count, limits::min()) || std::cmp_greater(count, limits::max())) return std::nullopt;
        return time_point(Duration(static_cast<typename Duration::rep>(count)));
    }
}

template <class Duration>
instant to_instant(const std::chrono::sys_time<Duration>& from) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(from);
    return {whole, std::chrono::floor<std::chrono::nanoseconds>(from - whole)};
}

} // namespace corogql::detail
