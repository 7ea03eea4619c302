#include "mapi/connection/error_mapping.hpp"
#include "mapi/connection/retry.hpp"
#include "values/errors/detailed_error.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::mapi;
using corogql::mapi::detail::judge;
using corogql::mapi::detail::retry_wait;
using corogql::mapi::detail::to_exception;
using namespace std::chrono_literals;

TEST_CASE("mapi retry: the documented waits") {
    const retry_policy policy;
    CHECK(policy.attempts() == 10);
    const std::vector<std::chrono::nanoseconds> base{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s};
    std::chrono::nanoseconds sum{0};
    for (unsigned retry = 1; retry <= 9; ++retry) {
        CHECK(retry_wait(policy, retry, 0) == base[retry - 1]);
        const auto longest = retry_wait(policy, retry, ~std::uint64_t{0});
        CHECK(longest > base[retry - 1] + 999ms);
        CHECK(longest <= base[retry - 1] + 1s);
        sum += retry_wait(policy, retry, 0);
    }
    CHECK(sum == 243s);
    CHECK(retry_wait(policy, 4'000'000'000u, 0) == 60s);
}

TEST_CASE("mapi retry: 429, 502, 503 and 504, nothing else") {
    for (unsigned status = 100; status < 600; ++status)
        CHECK(judge(mapi_error(status)).temporary ==
              (status == 429 || status == 502 || status == 503 || status == 504));
}

TEST_CASE("mapi retry: what the server cannot have run, and what it may have") {
    const auto judged = [](const error& failure) {
        try {
            std::rethrow_exception(to_exception(failure, ""));
        } catch (const mapi_error& known) {
            return judge(known);
        }
    };
    CHECK(judged(error(error_kind::connect, "")).temporary);
    CHECK(judged(error(error_kind::connect, "")).unheard);
    CHECK(judged(detailed_error(error_kind::lost, "").possibly_executed(true)).temporary);
    CHECK_FALSE(judged(detailed_error(error_kind::lost, "").possibly_executed(true)).unheard);
    CHECK_FALSE(judged(error(error_kind::tls, "")).temporary);
    CHECK(judged(detailed_error(error_kind::connect, "").phase(error_phase::resolve)).most_attempts == 3);
    CHECK(judged(detailed_error(error_kind::http, "").http_status(503).retry_after(7s)).retry_after == 7s);
    CHECK(judge(mapi_error(429)).unheard);
    CHECK_FALSE(judge(mapi_error(503)).unheard);
}

TEST_CASE("mapi retry: several errors are temporary when each of them is") {
    const auto several = [](std::initializer_list<unsigned> statuses) {
        std::vector<std::shared_ptr<const mapi_error>> errors;
        for (const auto status : statuses) errors.push_back(std::make_shared<mapi_error>(status));
        return judge(multi_mapi_error(std::move(errors)));
    };
    CHECK(several({503, 429}).temporary);
    CHECK_FALSE(several({503, 429}).unheard);
    CHECK(several({429, 429}).unheard);
    CHECK_FALSE(several({404, 503}).temporary);
    CHECK_FALSE(several({503, 500}).temporary);
}
