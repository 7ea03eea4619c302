#include "protocol/http/keep_alive.hpp"

#include <doctest/doctest.h>

using corogql::protocol::read_keep_alive;
using namespace std::chrono_literals;

TEST_CASE("FH19: Keep-Alive: the server's timeout, a second earlier") {
    CHECK(read_keep_alive("timeout=5") == 4s);
    CHECK(read_keep_alive("timeout=5, max=1000") == 4s);
    CHECK(read_keep_alive(" max=1000 ,TIMEOUT = 60 ") == 59s);
    CHECK(read_keep_alive("timeout=\"5\"") == 4s);
    CHECK(read_keep_alive("timeout=1") == 0s);
    CHECK(read_keep_alive("timeout=0") == 0s);
    CHECK(read_keep_alive("timeout=18446744073709551615") == 24h - 1s);
    CHECK(read_keep_alive("timeout=99999999999999999999") == 24h);
    for (const char* odd : {"", "5", "max=5", "timeout", "timeout=", "timeout=-5", "timeout=5s", "timeout=5.5", ",,"})
        CHECK_FALSE(read_keep_alive(odd));
}
