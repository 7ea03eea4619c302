#include "protocol/retry/backoff.hpp"

#include "world.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace corogql;
using namespace corogql::protocol;
using namespace std::chrono_literals;

TEST_CASE("backoff: its bound doubles up to the cap") {
    const auto options = backoff_options().initial(1s).max(60s);
    const std::chrono::seconds bounds[] = {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s};
    for (unsigned retry = 1; retry <= std::size(bounds); ++retry) {
        CAPTURE(retry);
        const auto longest = backoff(options, retry, test::all_bits);
        CHECK(longest < bounds[retry - 1]);
        CHECK(longest > bounds[retry - 1] - 1us);
        CHECK(backoff(options, retry, 0) == 0ns);
    }
}

TEST_CASE("backoff: bounds hold at the edges") {
    using std::chrono::hours;
    for (const unsigned retry : {41u, 63u, 64u, 65u, 1'000'000u, std::numeric_limits<unsigned>::max()}) {
        CAPTURE(retry);
        CHECK(backoff(backoff_options().initial(1s).max(60s), retry, test::all_bits) > 59s);
        CHECK(backoff(backoff_options().initial(1s).max(60s), retry, test::all_bits) < 60s);
        CHECK(backoff(backoff_options().initial(0s).max(60s), retry, test::all_bits) == 0ns);
        CHECK(backoff(backoff_options().initial(1s).max(std::chrono::nanoseconds::max()), retry, test::all_bits) >
              hours(24 * 365 * 200));
    }
    CHECK(backoff(backoff_options().initial(10s).max(2s), 1, test::all_bits) < 2s);
    CHECK(backoff(backoff_options().initial(10s).max(0s), 3, test::all_bits) == 0ns);
    CHECK(backoff(backoff_options().initial(1ns).max(1h), 60, test::all_bits) > 59min);
}

TEST_CASE("backoff: the jitter is full and even") {
    std::mt19937_64 random(7);
    constexpr int draws = 100'000, slots = 10;
    std::vector<int> counts(slots);
    double sum = 0;
    for (int i = 0; i < draws; ++i) {
        const auto wait = backoff(backoff_options().initial(1s).max(60s), 4, random());
        const double part = std::chrono::duration<double>(wait).count() / 8;
        REQUIRE(part < 1);
        ++counts[static_cast<std::size_t>(part * slots)];
        sum += part;
    }
    CHECK(sum / draws == doctest::Approx(0.5).epsilon(0.01));
    double chi_squared = 0;
    for (const int count : counts) chi_squared += std::pow(count - draws / slots, 2) / (draws / slots);
    CHECK(chi_squared < 27.9); // nine degrees of freedom: one seed in a thousand would fail
}
