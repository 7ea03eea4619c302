#include "protocol/retry/retry_budget.hpp"

#include "world.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace std::chrono_literals;
using protocol::retry_budget;
using test::start;

namespace {

int taken(retry_budget& budget, steady_time moment, int wanted) {
    int count = 0;
    for (int i = 0; i < wanted; ++i) count += budget.take(moment);
    return count;
}

} // namespace

TEST_CASE("retry budget: a quiet client may retry as it likes, ten seconds' worth at once") {
    retry_budget budget(retry_options().budget(0.5, 3));
    CHECK(taken(budget, start, 1000) == 31);
    CHECK(taken(budget, start + 1s, 1000) == 3);
    CHECK(taken(budget, start + 1h, 1000) == 31);
}

TEST_CASE("retry budget: a busy client may add its share of its requests") {
    retry_budget budget(retry_options().budget(0.25, 0));
    CHECK(taken(budget, start, 1000) == 1);
    int retries = 0;
    for (int request = 0; request < 1000; ++request) {
        budget.on_request(start);
        retries += taken(budget, start, 4);
    }
    CHECK(retries == 250);
}

TEST_CASE("retry budget: a negative ratio sets no limit") {
    retry_budget budget(retry_options().budget(-1, 0));
    CHECK(taken(budget, start, 1000) == 1000);
}
