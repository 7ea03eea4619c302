#include "protocol/http/retry_after.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <optional>
#include <string>

using namespace std::chrono_literals;
using corogql::protocol::read_retry_after;

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr auto now = std::chrono::system_clock::time_point(784'111'777s);

std::optional<std::chrono::seconds> wait(std::string_view field) { return read_retry_after(field, now); }

} // namespace

TEST_CASE("Retry-After: seconds") {
    CHECK(wait("0") == 0s);
    CHECK(wait("120") == 120s);
    CHECK(wait(" 007\t") == 7s);
}

TEST_CASE("FH19: Retry-After: parts of a second are rounded up") {
    CHECK(wait("2.0") == 2s);
    CHECK(wait("1.5") == 2s);
    CHECK(wait("0.001") == 1s);
    CHECK(wait("0.0") == 0s);
    CHECK(wait("99999999999999999999.5") == 1'000'000'000s);
}

TEST_CASE("FH19: rate limits: when there will be some again, by the server's clock") {
    using corogql::protocol::is_used_up;
    using corogql::protocol::read_rate_limit_reset;
    const std::chrono::system_clock::time_point today(1'700'000'000s + 500ms);
    CHECK(is_used_up(" 0 "));
    CHECK_FALSE(is_used_up("1"));
    CHECK_FALSE(is_used_up("00"));
    CHECK_FALSE(is_used_up(std::nullopt));
    CHECK(read_rate_limit_reset("1700000030", std::nullopt, today) == 30s);
    CHECK(read_rate_limit_reset("1699999000", std::nullopt, today) == 0s);
    CHECK(read_rate_limit_reset("1700000030", "Tue, 14 Nov 2023 22:13:10 GMT", today) == 40s);
    CHECK(read_rate_limit_reset("1700000030", "soon", today) == 30s);
    CHECK(read_rate_limit_reset("60", std::nullopt, today) == 60s);
    CHECK(read_rate_limit_reset("0.5", std::nullopt, today) == 1s);
    CHECK(read_rate_limit_reset("99999999999999", std::nullopt, today) == 1'000'000'000s);
    CHECK(read_rate_limit_reset("soon", std::nullopt, today) == std::nullopt);
}

TEST_CASE("FH24: Retry-After: the names in a date are English in every locale") {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"C", "C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.UTF-8", "ru_RU.UTF-8"}) {
        if (!std::setlocale(LC_ALL, name)) continue; // not on this machine
        CAPTURE(name);
        CHECK(wait("Sun, 06 Nov 1994 08:50:37 GMT") == 60s);
        CHECK(wait("Sunday, 06-Nov-94 08:50:37 GMT") == 60s);
        CHECK(wait("Tue Dec  6 08:49:37 1994") == 30 * 24h);
        CHECK(wait("Son, 06 M\xc3\xa4r 1994 08:50:37 GMT") == std::nullopt);
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST_CASE("Retry-After: a date in each of HTTP's three forms") {
    CHECK(wait("Sun, 06 Nov 1994 08:50:37 GMT") == 60s);
    CHECK(wait("Sunday, 06-Nov-94 08:50:37 GMT") == 60s);
    CHECK(wait("Sun Nov  6 08:50:37 1994") == 60s);
    CHECK(wait("Sun Nov 16 08:49:37 1994") == 10 * 24h);
    CHECK(wait(" Sun, 06 Nov 1994 08:50:37 GMT ") == 60s);
}

TEST_CASE("Retry-After: a date that has passed means now") {
    CHECK(wait("Sun, 06 Nov 1994 08:49:37 GMT") == 0s);
    CHECK(wait("Sun, 06 Nov 1994 08:49:36 GMT") == 0s);
    CHECK(wait("Thu, 01 Jan 1970 00:00:00 GMT") == 0s);
    CHECK(wait("Mon, 01 Jan 0001 00:00:00 GMT") == 0s);
}

TEST_CASE("Retry-After: a part of a second counts as a whole one") {
    CHECK(read_retry_after("Sun, 06 Nov 1994 08:49:38 GMT", now + 1ms) == 1s);
    CHECK(read_retry_after("Sun, 06 Nov 1994 08:49:38 GMT", now + 999ms) == 1s);
}

TEST_CASE("Retry-After: huge values are very long, and fit any clock") {
    for (const std::string_view field : {"1000000000", "99999999999", "9223372036854775807", "9223372036854775808",
                                         "99999999999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
        CAPTURE(field);
        REQUIRE(wait(field).has_value());
        CHECK(*wait(field) == 1'000'000'000s);
        CHECK(std::chrono::nanoseconds(*wait(field)) > 0ns);
    }
}

TEST_CASE("Retry-After: anything else is as good as absent") {
    for (const std::string_view field : {"",
                                         " ",
                                         "-1",
                                         "+1",
                                         "1.",
                                         ".5",
                                         "1.5.0",
                                         "1e3",
                                         "0x10",
                                         "12 s",
                                         "1,2",
                                         "soon",
                                         "Sun, 06 Nov 1994",
                                         "Sun, 06 Nov 1994 08:50:37",
                                         "Sun, 06 Nov 1994 08:50:37 CET",
                                         "Sun, 32 Nov 1994 08:50:37 GMT",
                                         "Sun, 06 Nov 1994 25:50:37 GMT",
                                         "Sun, 06 Nov 1994 08:50:37 GMT x",
                                         "06 Nov 1994 08:50:37 GMT",
                                         "2024-01-01T00:00:00Z",
                                         "\xff"}) {
        CAPTURE(field);
        CHECK(wait(field) == std::nullopt);
    }
    CHECK(wait(std::string_view("Sun, 06 Nov 1994 08:50:37 GMT\0x", 31)) == std::nullopt);
}

TEST_CASE("rate limit: its own fields count under the statuses that mean one") {
    const auto limit_of = [](unsigned status, std::optional<std::string_view> field, const char* remaining) {
        corogql::detail::http_response answer;
        answer.status = status;
        answer.known.retry_after = field;
        answer.headers.add("X-RateLimit-Remaining", remaining);
        answer.headers.add("X-RateLimit-Reset", "9");
        const auto limit = corogql::protocol::read_rate_limit(answer, now);
        if (limit.told_to_wait()) CHECK(corogql::protocol::may_limit_rate(answer));
        return limit;
    };
    for (const unsigned status : {403u, 429u}) {
        CHECK(limit_of(status, std::nullopt, "0").used_up);
        CHECK(limit_of(status, std::nullopt, "0").retry_after == 9s);
        CHECK(limit_of(status, "7", "0").retry_after == 7s);
        CHECK_FALSE(limit_of(status, std::nullopt, "1").told_to_wait());
    }
    CHECK_FALSE(limit_of(200, std::nullopt, "0").told_to_wait());
    CHECK_FALSE(limit_of(503, "7", "0").used_up);
    CHECK(limit_of(503, "7", "0").retry_after == 7s);
    CHECK_FALSE(limit_of(503, "soon", "0").told_to_wait());
}
