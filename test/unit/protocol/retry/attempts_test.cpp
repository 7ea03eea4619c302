/// The decider of attempts, without any I/O: what is done after each end that an attempt can have.
#include "protocol/retry/attempts.hpp"

#include "values/errors/detailed_error.hpp"
#include "world.hpp"

#include "protocol/graphql/execution_result.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::protocol;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// One operation's attempts, with a budget of their own.
struct call_rig {
    explicit call_rig(request what = request("{ a }"), retry_options how = retry_options())
        : operation(std::move(what)), options(std::move(how)), budget(options), plan(operation, options, budget) {
        plan.limit(limits);
    }

    step after(outcome came, steady_time now = start, bool has_provider = false) {
        plan.begin(now);
        last = std::move(came);
        return decide(now, has_provider);
    }
    step decide(steady_time now, bool has_provider) {
        attempts::facts at;
        at.now = now;
        at.random = all_bits;
        at.has_provider = has_provider;
        return plan.after(*last, at);
    }
    /// The error that the operation ends with.
    error ended() {
        try {
            plan.deliver(*last);
        } catch (const error& thrown) {
            return thrown;
        }
        return error(error_kind::usage, "nothing was thrown");
    }

    request operation;
    retry_options options;
    retry_budget budget;
    attempts::limits limits{start + 30s, 30s, 10s, false};
    protocol::attempts plan;
    std::optional<outcome> last;
};

outcome came_response(std::string text = R"({"data":{"a":1}})") { return read_result(std::move(text), 64); }
outcome came_failure(error_kind kind, bool possibly_executed) {
    return detailed_error(kind, "it failed").phase(error_phase::receive).possibly_executed(possibly_executed);
}
outcome came_status(unsigned status) {
    return detailed_error(error_kind::http, "HTTP")
        .phase(error_phase::receive)
        .http_status(status)
        .possibly_executed(true);
}
outcome came_refusal() {
    auto came = outcome(detailed_error(error_kind::credentials, "401").phase(error_phase::receive).http_status(401));
    came.refused_credentials = true;
    return came;
}

std::string words(step::action what) {
    switch (what) {
    case step::action::end: return "end";
    case step::action::again: return "again";
    case step::action::refresh_then_again: return "refresh";
    case step::action::wait_then_again: return "wait";
    }
    return "";
}

} // namespace

TEST_CASE("attempts: who may be repeated after what") {
    struct call_row {
        const char* what;
        std::function<outcome()> came;
        std::string query, mutation, idempotent;
    };
    const auto failure = [](error_kind kind, bool sent) { return [=] { return came_failure(kind, sent); }; };
    const auto status = [](unsigned code) { return [=] { return came_status(code); }; };
    const std::vector<call_row> table{
        {"an answer", [] { return came_response(); }, "end", "end", "end"},
        {"GraphQL errors", [] { return came_response(R"({"errors":[{"message":"no"}]})"); }, "end", "end", "end"},
        {"no connection", failure(error_kind::connect, false), "wait", "wait", "wait"},
        {"lost before it was sent", failure(error_kind::lost, false), "wait", "wait", "wait"},
        {"lost after it was sent", failure(error_kind::lost, true), "wait", "end", "wait"},
        {"one attempt's timeout", failure(error_kind::timeout, true), "wait", "end", "wait"},
        {"429", status(429), "wait", "wait", "wait"},
        {"502", status(502), "wait", "end", "wait"},
        {"404", status(404), "end", "end", "end"},
        {"an untrusted certificate", failure(error_kind::tls, false), "end", "end", "end"},
        {"refused credentials", came_refusal, "end", "end", "end"},
        {"what is broken for good", [] { return outcome::final(error(error_kind::lost, "")); }, "end", "end", "end"},
    };
    for (const auto& [what, came, query, mutation, idempotent] : table) {
        CAPTURE(std::string(what));
        CHECK(words(call_rig(request("{ a }")).after(came()).what) == query);
        CHECK(words(call_rig(request("mutation { a }")).after(came()).what) == mutation);
        CHECK(words(call_rig(request("mutation { a }").idempotent(true)).after(came()).what) == idempotent);
    }
}

TEST_CASE("attempts: the waits double, and the options bound the retries") {
    call_rig call(request("{ a }"), retry_options().retries(3).initial(1s).max(3s));
    std::vector<std::chrono::seconds> waits;
    for (int i = 0; i < 3; ++i) {
        const auto next = call.after(came_status(502));
        REQUIRE((next.what == step::action::wait_then_again));
        waits.push_back(std::chrono::round<std::chrono::seconds>(next.wait));
    }
    CHECK((waits == std::vector<std::chrono::seconds>{1s, 2s, 3s}));
    CHECK((call.after(came_status(502)).what == step::action::end));
    const auto thrown = call.ended();
    CHECK(thrown.attempts() == 4);
    CHECK(thrown.possibly_executed());
}

TEST_CASE("attempts: Retry-After prolongs the wait, up to what the options and the deadline allow") {
    const auto told = [](std::chrono::seconds wait) {
        return outcome(detailed_error(error_kind::http, "").http_status(429).retry_after(wait));
    };
    CHECK(call_rig().after(told(7s)).wait == 7s);
    CHECK((call_rig().after(told(30s)).what == step::action::wait_then_again)); // just until the deadline
    CHECK((call_rig().after(told(31s)).what == step::action::end));
    call_rig impatient(request("{ a }"), retry_options().retry_after_max(5s));
    CHECK((impatient.after(told(6s)).what == step::action::end));
}

TEST_CASE("attempts: the budget of all operations is spent by what may have reached the server") {
    call_rig call(request("{ a }"), retry_options().retries(retry_options::unlimited).budget(0, 0));
    CHECK((call.after(came_status(502)).what == step::action::wait_then_again)); // the one that a quiet client has
    const auto next = call.after(came_status(502));
    CHECK((next.what == step::action::end));
    CHECK(next.denied);
    CHECK(std::string(call.ended().what()) == "HTTP; not repeated: the client's retry budget is spent");
    CHECK((call.after(came_failure(error_kind::connect, false)).what == step::action::wait_then_again));
}

TEST_CASE("attempts: fresh credentials are asked for once, and again after another failure") {
    call_rig call;
    CHECK((call.after(came_refusal(), start, true).what == step::action::refresh_then_again));
    call.plan.on_refreshed(true);
    CHECK((call.after(came_refusal(), start, true).what == step::action::end));

    call_rig shared; // others had asked, so those that came may be the ones refused already
    CHECK((shared.after(came_refusal(), start, true).what == step::action::refresh_then_again));
    shared.plan.on_refreshed(false);
    CHECK((shared.after(came_refusal(), start, true).what == step::action::refresh_then_again));
    shared.plan.on_refreshed(false);
    CHECK((shared.after(came_refusal(), start, true).what == step::action::end));
    CHECK(shared.ended().attempts() == 3);
}

TEST_CASE("attempts: the attempt with fresh credentials is none of the retries") {
    call_rig call(request("{ a }"), retry_options().retries(1));
    CHECK((call.after(came_refusal(), start, true).what == step::action::refresh_then_again));
    call.plan.on_refreshed(true);
    CHECK((call.after(came_status(502), start, true).what == step::action::wait_then_again));
    CHECK((call.after(came_status(502), start, true).what == step::action::end));
}

TEST_CASE("attempts: what leads elsewhere is no attempt of its own") {
    call_rig call;
    auto moved = came_status(308);
    moved.redirect = "/there";
    moved.moved = true;
    CHECK((call.after(std::move(moved)).what == step::action::again));
    CHECK(call.plan.number() == 0);
    CHECK(call.plan.route().target() == "/there");

    auto picky = came_status(406);
    picky.not_acceptable = true;
    CHECK((call.after(std::move(picky)).what == step::action::again));
    CHECK(call.plan.only_json());
    CHECK(call.plan.route().target() == "/there");

    auto unknown_hash = came_response(R"({"errors":[{"message":"PersistedQueryNotFound"}]})");
    unknown_hash.other_form = true;
    CHECK((call.after(std::move(unknown_hash)).what == step::action::again));
    CHECK(call.plan.route().target().empty()); // the form has a target of its own
    CHECK(call.plan.number() == 0);
}

TEST_CASE("attempts: an idle connection that the server had closed is nobody's failure") {
    const auto end_of_used = [](bool possibly_executed) {
        auto came = came_failure(error_kind::lost, possibly_executed);
        came.used_before = true;
        return came;
    };
    call_rig query;
    CHECK((query.after(end_of_used(true)).what == step::action::again));
    CHECK(query.plan.fresh_connection());
    CHECK(query.plan.number() == 0);
    call_rig mutation(request("mutation { a }"));
    CHECK((mutation.after(end_of_used(false)).what == step::action::again));
    call_rig read_perhaps(request("mutation { a }"));
    CHECK((read_perhaps.after(end_of_used(true)).what == step::action::end));
    // Nor is it tried in vain for ever: the fresh one was used by nobody.
    CHECK((query.after(came_failure(error_kind::lost, true)).what == step::action::wait_then_again));
    CHECK_FALSE(query.plan.fresh_connection());
}

TEST_CASE("attempts: 421 means another connection") {
    call_rig call;
    CHECK((call.after(came_status(421)).what == step::action::wait_then_again));
    CHECK(call.plan.fresh_connection());
    CHECK((call.after(came_status(429)).what == step::action::wait_then_again));
    CHECK_FALSE(call.plan.fresh_connection());
}

TEST_CASE("attempts: the deadline's error has the last real failure") {
    call_rig call;
    CHECK((call.after(came_status(503)).what == step::action::wait_then_again));
    const auto next = call.after(came_failure(error_kind::timeout, true), start + 30s);
    CHECK((next.what == step::action::end));
    const auto late = call.ended();
    CHECK((late.kind() == error_kind::timeout));
    CHECK(std::string(late.what()) == "the deadline passed (timeout, 30 s): it failed; the last failure was: HTTP");
    CHECK(late.last_failure() == "HTTP");
    CHECK(late.http_status() == 503);
    CHECK(late.attempts() == 2);
    CHECK(late.possibly_executed());
}

TEST_CASE("attempts: a timeout of one attempt names its limit") {
    call_rig call(request("mutation { a }"));
    call.plan.begin(start);
    call.last = came_failure(error_kind::timeout, true);
    CHECK((call.decide(start + 10s, false).what == step::action::end));
    CHECK(std::string(call.ended().what()) == "it failed (attempt_timeout, 10 s)");
}

TEST_CASE("attempts: a proxy's status is not the server's") {
    call_rig call;
    call.after(detailed_error(error_kind::connect, "the proxy says 502").http_status(502));
    CHECK_FALSE(call.plan.timed_out(error_phase::receive, "waiting").http_status().has_value());
}

TEST_CASE("attempts: what was done together with others counts as the first one") {
    call_rig call;
    call.plan.begun_elsewhere();
    call.last = detailed_error(error_kind::limit, "together it was too large").possibly_executed(true);
    call.last->alone_may_do = true;
    CHECK((call.decide(start, false).what == step::action::again));
    CHECK(call.plan.number() == 1);

    call_rig mutation(request("mutation { a }"));
    mutation.plan.begun_elsewhere();
    mutation.last = detailed_error(error_kind::limit, "together it was too large").possibly_executed(true);
    mutation.last->alone_may_do = true;
    CHECK((mutation.decide(start, false).what == step::action::end));
    CHECK(mutation.ended().possibly_executed());
}

TEST_CASE("attempts: a batch is sent once") {
    call_rig batch;
    batch.limits.once = true;
    batch.plan.limit(batch.limits);
    CHECK((batch.after(came_status(503)).what == step::action::end));
    CHECK((batch.after(came_refusal(), start, true).what == step::action::refresh_then_again));
}

TEST_CASE("attempts: retry_if sees what we would do, and has the last word") {
    std::vector<std::string> seen;
    retry_options options;
    options.retry_if([&](const failed_attempt& attempt, const retry_verdict& ours) {
        seen.push_back(std::to_string(attempt.attempts()) + ' ' + std::string(to_string(ours.kind())) + ' ' +
                       std::to_string(std::chrono::round<std::chrono::seconds>(ours.wait()).count()));
        if (attempt.attempts() == 1) return ours;
        return retry_verdict(retry_class::refused).wait(20s).attempts(3);
    });
    call_rig call(request("mutation { a }"), options);
    CHECK(call.after(came_failure(error_kind::connect, false)).wait < 1s);
    const auto next = call.after(came_status(404));
    CHECK((next.what == step::action::wait_then_again));
    CHECK(next.planned);
    CHECK(next.wait == 20s);
    CHECK((call.after(came_status(404)).what == step::action::end)); // three attempts
    CHECK((seen == std::vector<std::string>{"1 unsent 1", "2 final 0", "3 final 0"}));
    CHECK((call.after(came_response()).what == step::action::end)); // it is not asked about what is good
    CHECK(seen.size() == 3);
}

TEST_CASE("attempts: what retry_if throws ends the operation") {
    call_rig call(request("{ a }"),
                  retry_options().retry_if([](const auto&, const auto&) -> retry_verdict { throw 7; }));
    try {
        call.after(came_status(503));
        FAIL("nothing was thrown");
    } catch (const error& thrown) {
        CHECK((thrown.kind() == error_kind::callback));
        CHECK(thrown.attempts() == 1);
        CHECK(thrown.possibly_executed());
    }
}
