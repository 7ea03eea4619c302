/// The decider of reconnections, without any I/O.
#include "protocol/retry/reconnection.hpp"

#include "values/errors/detailed_error.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::protocol;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// A link of no websocket.
struct link_rig {
    explicit link_rig(backoff_options how = backoff_options().retries(4).initial(1s).max(60s))
        : options(std::move(how)) {}

    step after(error end, bool has_provider = false) {
        reconnection::facts at;
        at.random = all_bits;
        at.has_provider = has_provider;
        at.asked_wait = asked_wait;
        last.emplace(std::move(end));
        return plan.after(*last, at);
    }
    std::chrono::seconds wait_after(error end) {
        const auto next = after(std::move(end));
        CHECK((next.what == step::action::wait_then_again));
        return std::chrono::round<std::chrono::seconds>(next.wait);
    }

    backoff_options options;
    reconnection plan{options, std::nullopt};
    std::optional<std::chrono::milliseconds> asked_wait;
    std::optional<error> last;
};

error link_lost() { return detailed_error(error_kind::lost, "the line was cut").phase(error_phase::stream); }
detailed_error upgrade_refused(unsigned status) {
    return detailed_error(error_kind::http, "").phase(error_phase::upgrade).http_status(status);
}
error credentials_refused() { return detailed_error(error_kind::credentials, "").phase(error_phase::init); }

} // namespace

TEST_CASE("reconnection: which ends are worth another connection") {
    struct link_row {
        const char* what;
        error end;
        step::action next;
    };
    const std::vector<link_row> table{
        {"lost", link_lost(), step::action::wait_then_again},
        {"no ack in time", detailed_error(error_kind::timeout, "").phase(error_phase::init),
         step::action::wait_then_again},
        {"nobody there", error(error_kind::connect, ""), step::action::wait_then_again},
        {"a proxy that refuses", detailed_error(error_kind::connect, "").http_status(403), step::action::end},
        {"a proxy in trouble", detailed_error(error_kind::connect, "").http_status(503), step::action::wait_then_again},
        {"upgrade: 404", upgrade_refused(404), step::action::end},
        {"upgrade: 429", upgrade_refused(429), step::action::wait_then_again},
        {"upgrade: 500", upgrade_refused(500), step::action::wait_then_again},
        {"no websocket at all", detailed_error(error_kind::protocol, "").phase(error_phase::upgrade),
         step::action::end},
        {"an untrusted certificate", error(error_kind::tls, ""), step::action::end},
        {"too large", detailed_error(error_kind::limit, "").close_code(1009), step::action::end},
        {"the user's function threw", error(error_kind::callback, ""), step::action::end},
        {"the provider failed", detailed_error(error_kind::credentials, "").phase(error_phase::credentials),
         step::action::end},
        {"closed by ourselves", error(error_kind::cancelled, ""), step::action::again},
    };
    for (const auto& [what, end, next] : table) {
        CAPTURE(std::string(what));
        CHECK((link_rig().after(end, true).what == next));
    }
}

TEST_CASE("reconnection: the waits double until a link was healthy") {
    link_rig link;
    CHECK(link.wait_after(link_lost()) == 1s);
    CHECK(link.wait_after(link_lost()) == 2s);
    link.plan.on_event(); // proves that the server works, not that the link lasts
    CHECK(link.plan.failures() == 0);
    CHECK(link.wait_after(link_lost()) == 4s);
    reconnection::link_end end;
    end.lived = healthy_link - 1ns;
    link.plan.on_link_end(end, start);
    CHECK(link.wait_after(link_lost()) == 8s);
    end.lived = healthy_link;
    link.plan.on_link_end(end, start);
    CHECK(link.wait_after(link_lost()) == 1s);
}

TEST_CASE("reconnection: connections without an event are counted") {
    link_rig link(backoff_options().retries(2));
    CHECK((link.after(link_lost()).what == step::action::wait_then_again));
    CHECK((link.after(link_lost()).what == step::action::wait_then_again));
    CHECK((link.after(link_lost()).what == step::action::end));
    CHECK(link.last->attempts() == 3);
    link.plan.on_given_up();
    CHECK((link.after(link_lost()).what == step::action::wait_then_again));
    CHECK((link.after(link_lost()).what == step::action::wait_then_again));
    link.plan.on_event();
    CHECK((link.after(link_lost()).what == step::action::wait_then_again));
    CHECK(link.last->attempts() == 1);
}

TEST_CASE("reconnection: the server's own wishes") {
    link_rig link(backoff_options().retries(4).initial(1s).max(60s).retry_after_max(100s));
    CHECK(link.wait_after(detailed_error(error_kind::lost, "").close_code(1013)) == 2s); // overloaded: twice as long
    link.plan.on_given_up();
    CHECK(link.wait_after(upgrade_refused(503).retry_after(100s)) == 100s);
    CHECK((link.after(upgrade_refused(503).retry_after(101s)).what == step::action::end));
    link.asked_wait = 7s; // an event stream's `retry`
    link.plan.on_given_up();
    CHECK(link.wait_after(link_lost()) == 7s);
    link.asked_wait = 1h;
    CHECK(link.wait_after(link_lost()) == 100s);
}

TEST_CASE("reconnection: refused credentials are renewed once") {
    link_rig link;
    CHECK((link.after(credentials_refused()).what == step::action::end)); // there are no others
    link_rig other;
    auto next = other.after(credentials_refused(), true);
    CHECK((next.what == step::action::refresh_then_again));
    CHECK(next.wait == 0ns);
    CHECK(other.plan.failures() == 0); // the attempt with fresh ones is the same
    other.plan.on_refreshed(true);
    CHECK((other.after(credentials_refused(), true).what == step::action::end));
    CHECK(other.last->attempts() == 1);
}

TEST_CASE("reconnection: a refusal after another failure is a first one, but no haste is made") {
    link_rig link;
    CHECK((link.after(credentials_refused(), true).what == step::action::refresh_then_again));
    link.plan.on_refreshed(true);
    CHECK((link.after(link_lost(), true).what == step::action::wait_then_again));
    const auto next = link.after(credentials_refused(), true);
    CHECK((next.what == step::action::refresh_then_again));
    CHECK(std::chrono::round<std::chrono::seconds>(next.wait) == 1s);
}

TEST_CASE("reconnection: a refresh that others had asked for is excused once") {
    link_rig link;
    for (int i = 0; i < 2; ++i) {
        CHECK((link.after(credentials_refused(), true).what == step::action::refresh_then_again));
        link.plan.on_refreshed(false);
    }
    CHECK((link.after(credentials_refused(), true).what == step::action::end));
}

TEST_CASE("reconnection: how long operations were interrupted") {
    link_rig link;
    reconnection::link_end end;
    link.plan.on_dialling();
    link.plan.on_link_end(end, start);
    CHECK_FALSE(link.plan.down_since().has_value()); // it was never up
    end.acknowledged = true;
    end.lost = false;
    link.plan.on_link_end(end, start);
    CHECK_FALSE(link.plan.down_since().has_value()); // nobody wanted it any more
    end.lost = true;
    link.plan.on_link_end(end, start + 1s);
    link.plan.on_dialling();
    link.plan.on_link_end(end, start + 2s); // its operations were not restored before it went
    link.plan.on_dialling();
    CHECK((link.plan.down_since() == start + 1s));
    CHECK(link.plan.attempts_down() == 2);
    link.plan.on_restored();
    CHECK_FALSE(link.plan.down_since().has_value());
}

TEST_CASE("reconnection: the last failure is told until something works") {
    link_rig link;
    CHECK(link.plan.last_failure_words().empty());
    link.after(link_lost());
    CHECK(link.plan.last_failure_words() == "; the last failure was: the line was cut");
    link.plan.on_event();
    CHECK(link.plan.last_failure_words().empty());
}

TEST_CASE("reconnection: another choice of subprotocols is no failure") {
    const backoff_options options;
    reconnection plan(options, websocket_protocol::automatic);
    auto end = detailed_error(error_kind::protocol, "").phase(error_phase::init).close_code(1002);
    CHECK((plan.after(end, {}).what == step::action::again));
    CHECK(plan.failures() == 0);
    CHECK(plan.offer(start) == std::vector{&graphql_ws});
}

TEST_CASE("reconnection: a renewal that fails is tried later and later") {
    link_rig link;
    const auto wait = [&] { return std::chrono::round<std::chrono::seconds>(link.plan.after_renewal(all_bits)); };
    CHECK(wait() == 1s);
    CHECK(wait() == 2s);
    link.plan.on_renewed();
    CHECK(wait() == 1s);
}
