#include <corogql/mapi/datetime.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <tuple>

using namespace corogql::mapi;
using namespace std::chrono_literals;

namespace {

std::string again(std::string_view text) { return to_string(parse_datetime(text)); }

} // namespace

TEST_CASE("mapi datetime: seconds since the epoch") {
    CHECK(parse_datetime("1970-01-01T00:00:00Z").time_since_epoch() == 0us);
    CHECK(parse_datetime("2024-02-29T12:34:56.789Z").time_since_epoch() == 1709210096789ms);
    CHECK(parse_datetime("1969-12-31T23:59:59.999999Z").time_since_epoch() == -1us);
}

TEST_CASE("mapi datetime: as JavaScript and Postgres write it") {
    for (const auto* text : {"2024-01-31T23:59:59.5Z", "2024-01-31 23:59:59.50+00", "2024-01-31t23:59:59,500000000z",
                             "2024-01-31T23:59:59.500", "2024-02-01T05:29:59.5+05:30", "2024-01-31 15:59:59.5-0800",
                             "2024-01-31T23:59:59.5-00:00", "2024-02-01 00:10:00.5+00:10:01"}) {
        CAPTURE(text);
        CHECK(again(text) == "2024-01-31T23:59:59.500Z");
    }
}

TEST_CASE("mapi datetime: fractions have any number of digits, of which six count") {
    CHECK(again("2024-01-01T00:00:00Z") == "2024-01-01T00:00:00.000Z");
    CHECK(again("2024-01-01T00:00:00.1Z") == "2024-01-01T00:00:00.100Z");
    CHECK(again("2024-01-01T00:00:00.000001Z") == "2024-01-01T00:00:00.000001Z");
    CHECK(again("2024-01-01T00:00:00.1234Z") == "2024-01-01T00:00:00.123400Z");
    CHECK(again("2024-01-01T00:00:00.999999999999999999999999Z") == "2024-01-01T00:00:00.999999Z");
}

TEST_CASE("mapi datetime: years, leap days and ends of months") {
    for (const auto* text : {"0001-01-01T00:00:00.000Z", "1900-03-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
                             "2000-02-29T23:59:59.999999Z", "9999-12-31T23:59:59.999Z"})
        CHECK(again(text) == text);
    CHECK(again("2023-12-31T23:00:00-01:00") == "2024-01-01T00:00:00.000Z");
}

TEST_CASE("mapi datetime: anything else is refused, and named") {
    for (const auto* text : {"",
                             "now",
                             "2024",
                             "2024-01-01",
                             "2024-01-01T",
                             "2024-01-01T00:00",
                             "2024-01-01T00:00:00.",
                             "24-01-01T00:00:00Z",
                             "2024-1-01T00:00:00Z",
                             "2024-13-01T00:00:00Z",
                             "2024-00-01T00:00:00Z",
                             "2023-02-29T00:00:00Z",
                             "2024-04-31T00:00:00Z",
                             "2024-01-00T00:00:00Z",
                             "2024-01-01T24:00:00Z",
                             "2024-01-01T00:60:00Z",
                             "2024-01-01T00:00:60Z",
                             "2024-01-01_00:00:00Z",
                             "2024-01-01T00:00:00.Z",
                             "2024-01-01T00:00:00ZZ",
                             "2024-01-01T00:00:00Z ",
                             " 2024-01-01T00:00:00Z",
                             "2024-01-01T00:00:00+",
                             "2024-01-01T00:00:00+1",
                             "2024-01-01T00:00:00+24:00",
                             "2024-01-01T00:00:00+01:60",
                             "2024-01-01T00:00:00+01:",
                             "-2024-01-01T00:00:00Z",
                             "2024-01-01T00:00:00 UTC",
                             "2024-01-01T-1:00:00Z",
                             "1704067200"}) {
        CAPTURE(text);
        const auto named = "\"" + std::string(text) + "\" is not a time like 2024-01-31T23:59:59.123Z";
        CHECK_THROWS_WITH_AS(std::ignore = parse_datetime(text), named.c_str(), std::invalid_argument);
    }
}
