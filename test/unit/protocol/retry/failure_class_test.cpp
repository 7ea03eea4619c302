#include "protocol/retry/failure_class.hpp"
#include "values/errors/detailed_error.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using namespace std::chrono_literals;

namespace {

void expect_status(std::initializer_list<unsigned> statuses, bool has_retry_after, failure_class expected) {
    for (const auto status : statuses) {
        CAPTURE(status);
        CHECK((classify_status(status, has_retry_after) == expected));
        detailed_error failure(error_kind::http, "");
        failure.http_status(status).possibly_executed(true);
        if (has_retry_after) failure.retry_after(1s);
        CHECK((classify(failure) == expected));
    }
}

} // namespace

TEST_CASE("retry: statuses by which a server says that it ran nothing") {
    expect_status({408, 421, 425, 429}, false, failure_class::refused);
    expect_status({408, 421, 425, 429, 503}, true, failure_class::refused);
}

TEST_CASE("retry: statuses after which it may have run") {
    expect_status({500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527}, false, failure_class::ambiguous);
    expect_status({500, 502, 504, 520, 527}, true, failure_class::ambiguous);
}

TEST_CASE("retry: all other statuses are the server's last word") {
    for (const bool has_retry_after : {false, true})
        expect_status(
            {0, 200, 204, 301, 302, 307, 400, 401, 404, 405, 406, 413, 415, 418, 422, 451, 501, 505, 519, 528, 599},
            has_retry_after, failure_class::final);
}

TEST_CASE("retry: a 403 is about credentials, which is another kind, or about a rate limit") {
    expect_status({403}, true, failure_class::refused);
    CHECK((classify_status(403, false) == failure_class::final));
    CHECK((classify(detailed_error(error_kind::credentials, "").http_status(403)) == failure_class::final));
}

TEST_CASE("retry: a proxy that refuses has the last word, one that is in trouble has not") {
    const auto proxy = [](unsigned status) {
        return classify(detailed_error(error_kind::connect, "").http_status(status));
    };
    for (const unsigned status : {302u, 400u, 403u, 404u, 405u, 407u}) CHECK((proxy(status) == failure_class::final));
    for (const unsigned status : {408u, 429u, 500u, 502u, 503u, 504u}) CHECK((proxy(status) == failure_class::refused));
}

TEST_CASE("retry: an upgrade executes nothing, so overload there is never ambiguous") {
    const auto upgrade = [](unsigned status) {
        return classify(detailed_error(error_kind::http, "").phase(error_phase::upgrade).http_status(status));
    };
    for (const unsigned status : {408u, 425u, 429u, 500u, 501u, 502u, 503u, 504u, 599u}) {
        CAPTURE(status);
        CHECK((upgrade(status) == failure_class::refused));
    }
    for (const unsigned status : {200u, 301u, 400u, 404u, 421u, 426u, 600u}) {
        CAPTURE(status);
        CHECK((upgrade(status) == failure_class::final));
    }
}

TEST_CASE("retry: failures without a status, by what the server can have seen") {
    const auto class_of = [](error_kind kind, bool possibly_executed) {
        return classify(detailed_error(kind, "").phase(error_phase::stream).possibly_executed(possibly_executed));
    };
    CHECK((class_of(error_kind::connect, false) == failure_class::unsent));
    for (const auto kind : {error_kind::lost, error_kind::timeout}) {
        CHECK((class_of(kind, false) == failure_class::unsent));
        CHECK((class_of(kind, true) == failure_class::ambiguous));
    }
    for (const auto kind : {error_kind::graphql, error_kind::usage, error_kind::config, error_kind::tls,
                            error_kind::protocol, error_kind::decode, error_kind::credentials, error_kind::limit,
                            error_kind::overflow, error_kind::cancelled}) {
        CAPTURE(to_string(kind));
        CHECK((class_of(kind, true) == failure_class::final));
    }
}

TEST_CASE("retry: an answer that was cut off is ambiguous, one that came whole and is wrong is final") {
    detailed_error cut(error_kind::protocol, "the body ended after 3 of 16 bytes");
    cut.phase(error_phase::receive).possibly_executed(true).truncated(true);
    CHECK((classify(cut) == failure_class::ambiguous));
    CHECK((classify(detailed_error(cut).truncated(false)) == failure_class::final));
}

TEST_CASE("retry: what may be repeated") {
    using kind = operation_kind;
    for (const auto operation : {kind::query, kind::mutation, kind::subscription, kind::unknown})
        for (const bool idempotent : {false, true}) {
            CHECK(may_repeat(failure_class::unsent, operation, idempotent));
            CHECK(may_repeat(failure_class::refused, operation, idempotent));
            CHECK_FALSE(may_repeat(failure_class::final, operation, idempotent));
            CHECK(may_repeat(failure_class::ambiguous, operation, idempotent) ==
                  (idempotent || operation == kind::query));
        }
}
