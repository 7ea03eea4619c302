#include "values/text/duration_text.hpp"

#include <doctest/doctest.h>

using corogql::detail::duration_text;
using namespace std::chrono_literals;

TEST_CASE("durations for people: the largest unit that is not below one, three digits behind the point") {
    CHECK(duration_text(30s) == "30 s");
    CHECK(duration_text(2h) == "7200 s");
    CHECK(duration_text(1500ms) == "1.5 s");
    CHECK(duration_text(1005ms) == "1.005 s");
    CHECK(duration_text(1s + 999us) == "1 s");
    CHECK(duration_text(250ms) == "250 ms");
    CHECK(duration_text(20us) == "20 us");
    CHECK(duration_text(1ns) == "1 ns");
    CHECK(duration_text(0s) == "0 ns");
}
