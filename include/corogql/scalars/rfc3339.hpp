/// Points in time are a custom scalar of most schemas, as RFC 3339 has them: "2024-01-31T23:59:59.25+01:00".
///
///     extend scalar DateTime @cpp(type: "std::chrono::sys_time<std::chrono::milliseconds>",
///                                 include: "<corogql/scalars/rfc3339.hpp>")
#pragma once

#include <corogql/rfc3339.hpp>
#include <corogql/scalars/scalar_codec.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace corogql {

/// This reads and writes time points of the system's clock, of any duration; finer digits are dropped.
template <class Duration>
struct scalar_codec<std::chrono::sys_time<Duration>> {
    /// Reads a string in quotes. Returns false for one that is no such time.
    static bool read(std::string_view json, std::chrono::sys_time<Duration>& out) {
        const auto instant = detail::read_rfc3339(scalars::without_quotes(json));
        const auto time = instant ? detail::to_time_point<Duration>(*instant) : std::nullopt;
        if (time) out = *time;
        return time.has_value();
    }
    /// Appends the time in UTC; throws corogql::error of kind `usage` beyond the year 9999.
    static void write(const std::chrono::sys_time<Duration>& value, std::string& json) {
        const auto text = detail::write_rfc3339(detail::to_instant(value));
        if (!text) scalars::fail("a time is beyond the year 9999");
        json.append(1, '"').append(*text).append(1, '"');
    }
};

} // namespace corogql
