#include <corogql/rfc3339.hpp>

#include <doctest/doctest.h>

#include <string>

namespace rfc3339_test {

using namespace corogql::detail;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// Seconds since 1970 and nanoseconds, "refused", or "too far" for the clock.
template <class Duration>
std::string ticks_of(std::string_view text) {
    const auto time = read_rfc3339(text);
    if (!time) return "refused";
    const auto point = to_time_point<Duration>(*time);
    return point ? std::to_string(point->time_since_epoch().count()) : "too far";
}

std::string seconds_of(std::string_view text) { return ticks_of<seconds>(text); }

std::string again(std::string_view text) {
    const auto time = read_rfc3339(text);
    return time ? write_rfc3339(*time).value_or("too far") : "refused";
}

} // namespace

TEST_CASE("RFC 3339: dates and offsets") {
    CHECK(seconds_of("1970-01-01T00:00:00Z") == "0");
    CHECK(seconds_of("1985-04-12T23:20:50.52Z") == "482196050");
    CHECK(seconds_of("1996-12-19T16:39:57-08:00") == "851042397");
    CHECK(seconds_of("1937-01-01T12:00:27.87+00:20") == "-1041337173");
    CHECK(seconds_of("2024-02-29t00:00:00z") == seconds_of("2024-02-29 00:00:00-00:00"));
    CHECK(seconds_of("2024-01-01T00:30:00+01:00") == seconds_of("2023-12-31T23:30:00Z"));
    CHECK(seconds_of("2024-01-01T23:59:00-23:59") == seconds_of("2024-01-02T23:58:00Z"));
    CHECK(seconds_of("0000-01-01T00:00:00Z") == "-62167219200");
    CHECK(seconds_of("9999-12-31T23:59:59Z") == "253402300799");
}

TEST_CASE("RFC 3339: fractions are exact to the nanosecond and rounded down to the clock's ticks") {
    CHECK(ticks_of<nanoseconds>("1970-01-01T00:00:00.1Z") == "100000000");
    CHECK(ticks_of<nanoseconds>("1970-01-01T00:00:00.000000001Z") == "1");
    CHECK(ticks_of<nanoseconds>("1970-01-01T00:00:00.0000000019999999999999999999999Z") == "1");
    CHECK(ticks_of<milliseconds>("1970-01-01T00:00:01.2345Z") == "1234");
    CHECK(ticks_of<milliseconds>("1969-12-31T23:59:59.9999Z") == "-1");
    CHECK(ticks_of<seconds>("1969-12-31T23:59:59.9999Z") == "-1");
    CHECK(ticks_of<hours>("1969-12-31T23:59:59.9999Z") == "-1");
    CHECK(ticks_of<days>("1970-01-02T23:59:59Z") == "1");
    CHECK(ticks_of<duration<double>>("1970-01-01T00:00:01.5Z") == std::to_string(1.5));
    CHECK(ticks_of<microseconds>("9999-12-31T23:59:59.999999Z") == "253402300799999999");
}

TEST_CASE("RFC 3339: what the clock cannot count is no time, not another one") {
    CHECK(ticks_of<nanoseconds>("2262-04-11T23:47:15Z") == "9223372035000000000");
    CHECK(ticks_of<nanoseconds>("2262-04-11T23:47:17Z") == "too far");
    CHECK(ticks_of<nanoseconds>("1677-09-21T00:12:45Z") == "-9223372035000000000");
    CHECK(ticks_of<nanoseconds>("1677-09-21T00:12:42Z") == "too far");
    CHECK(ticks_of<nanoseconds>("9999-12-31T23:59:59Z") == "too far");
    CHECK(ticks_of<duration<std::int32_t>>("2038-01-19T03:14:06Z") == "2147483646");
    CHECK(ticks_of<duration<std::int32_t>>("2038-01-19T03:14:08Z") == "too far");
    CHECK(ticks_of<duration<std::int8_t, std::ratio<86400>>>("1970-05-09T00:00:00Z") == "too far");
}

TEST_CASE("RFC 3339: a leap second ends a month, in UTC, and is the second behind it") {
    CHECK(seconds_of("1990-12-31T23:59:60Z") == seconds_of("1991-01-01T00:00:00Z"));
    CHECK(seconds_of("1990-12-31T15:59:60-08:00") == seconds_of("1991-01-01T00:00:00Z"));
    CHECK(seconds_of("2017-01-01T05:29:60.5+05:30") == seconds_of("2017-01-01T00:00:00Z"));
    CHECK(seconds_of("2024-02-29T23:59:60Z") == seconds_of("2024-03-01T00:00:00Z"));
    for (const auto* text : {"1990-12-30T23:59:60Z", "1990-12-31T23:58:60Z", "1990-12-31T22:59:60Z",
                             "1990-12-31T23:59:60-08:00", "2024-02-28T23:59:60Z", "1990-12-31T23:59:61Z"})
        CHECK(seconds_of(text) == "refused");
}

TEST_CASE("RFC 3339: what is no time") {
    for (const auto* text : {"",
                             "2024",
                             "2024-01-31",
                             "2024-01-31T23:59:59",
                             "2024-01-31T23:59Z",
                             "2024-02-30T00:00:00Z",
                             "2023-02-29T00:00:00Z",
                             "1900-02-29T00:00:00Z",
                             "2024-00-01T00:00:00Z",
                             "2024-13-01T00:00:00Z",
                             "2024-01-00T00:00:00Z",
                             "2024-01-32T00:00:00Z",
                             "2024-04-31T00:00:00Z",
                             "2024-01-01T24:00:00Z",
                             "2024-01-01T00:60:00Z",
                             "2024-01-01T00:00:00.Z",
                             "2024-01-01T00:00:00,5Z",
                             "2024-01-01T00:00:00+1:00",
                             "2024-01-01T00:00:00+0100",
                             "2024-01-01T00:00:00+24:00",
                             "2024-01-01T00:00:00+00:60",
                             "2024-01-01T00:00:00+00",
                             "2024-01-01T00:00:00Zz",
                             " 2024-01-01T00:00:00Z",
                             "2024-01-01T00:00:00Z ",
                             "24-01-01T00:00:00Z",
                             "+2024-01-01T00:00:00Z",
                             "12024-01-01T00:00:00Z",
                             "2024-1-1T00:00:00Z",
                             "2024-01-01_00:00:00Z",
                             "2024-01-01T-1:00:00Z",
                             "2024-01-01T00:00:00 +01:00",
                             "20240101T000000Z"}) {
        CAPTURE(text);
        CHECK(seconds_of(text) == "refused");
    }
}

TEST_CASE("RFC 3339: written in UTC, with as many digits as the fraction needs") {
    CHECK(again("2024-01-31T23:59:59+00:00") == "2024-01-31T23:59:59Z");
    CHECK(again("2024-01-31T23:59:59.5-01:00") == "2024-02-01T00:59:59.500Z");
    CHECK(again("2024-01-31T23:59:59.0010Z") == "2024-01-31T23:59:59.001Z");
    CHECK(again("2024-01-31T23:59:59.000001Z") == "2024-01-31T23:59:59.000001Z");
    CHECK(again("2024-01-31T23:59:59.000000001Z") == "2024-01-31T23:59:59.000000001Z");
    CHECK(again("0000-01-01T00:00:00Z") == "0000-01-01T00:00:00Z");
    CHECK(again("0000-01-01T00:00:00+00:01") == "too far");
    CHECK(again("9999-12-31T23:59:59.9Z") == "9999-12-31T23:59:59.900Z");
    CHECK(again("9999-12-31T23:59:59-00:01") == "too far");
    CHECK(write_rfc3339(to_instant(sys_time<milliseconds>(-1ms))) == "1969-12-31T23:59:59.999Z");
    CHECK(write_rfc3339(to_instant(sys_days(2024y / 2 / 29))) == "2024-02-29T00:00:00Z");
}

} // namespace rfc3339_test
