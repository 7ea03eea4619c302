// What the message of a timeout says: which limit has passed, how long it is, and what was waited for, of whom.
#include "../http/http_support.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace corogql;
using namespace corogql::test;

namespace {

simulated_reply silent() {
    auto never = good();
    never.delay = 100h;
    return never;
}

std::string words_of(const error& seen) {
    CHECK(to_string(seen.kind()) == "timeout");
    return seen.what();
}

credentials_provider never_given(testing::simulation& world) {
    return [&world](bool) -> asio::awaitable<credentials> {
        co_await world.sleep(100h);
        co_return credentials();
    };
}

} // namespace

TEST_CASE("timeouts over HTTP name limit, host and phase") {
    http_scene on({silent()});
    CHECK(words_of(on.refused(on.once().attempt_timeout(5s))) ==
          "timed out waiting for the answer of server:80 (attempt_timeout, 5 s)");
    CHECK(words_of(on.refused(request(query).timeout(1500ms))) ==
          "the deadline passed (timeout, 1.5 s): timed out waiting for the answer of server:80");
    CHECK(words_of(on.refused(on.options().timeout(2min))) ==
          "the deadline passed (timeout, 120 s): timed out waiting for the answer of server:80");
    CHECK(words_of(on.refused(on.options().http(http_options().batch(1ms)), request(query).timeout(5s))) ==
          "the deadline passed (timeout, 5 s): timed out waiting for the answer of server:80");

    client one = on.connect(on.options().http(http_options().max_connections(1)));
    asio::co_spawn(on.world.executor(), one.execute(query), [](std::exception_ptr, response) {});
    on.world.run_for(1s);
    CHECK(words_of(on.refused(one, request(query).timeout(250ms))) ==
          "the deadline passed (timeout, 250 ms): timed out waiting for a free connection to server:80");

    CHECK(words_of(on.refused(on.options().credentials(never_given(on.world)), request(query).timeout(5s))) ==
          "the deadline passed (timeout, 5 s): timed out waiting for the credentials provider");

    http_scene busy({reply(503, "text/plain", "busy")});
    CHECK(words_of(busy.refused(busy.options().retry(retry_options().retries(-1).initial(1000h).max(1000h)),
                                request(query).timeout(10s))) ==
          "the deadline passed (timeout, 10 s): waiting for the next attempt at server:80; "
          "the last failure was: HTTP 503 x");

    http_scene full;
    full.world.network().window(1000);
    full.server.on_request_head([](auto link, const auto&) { link.stop_reading(); });
    CHECK(words_of(full.refused(request(query).variable("a", std::string(100'000, 'x')).timeout(5s))) ==
          "the deadline passed (timeout, 5 s): timed out sending the request to server:80");

    http_scene unreachable;
    unreachable.world.network().unreachable(true);
    CHECK(words_of(unreachable.refused(unreachable.once())) ==
          "timed out connecting to server:80 (connect_timeout, 10 s)");
    CHECK(words_of(unreachable.refused(unreachable.once().attempt_timeout(5s))) ==
          "timed out connecting to server:80 (attempt_timeout, 5 s)");
    CHECK(words_of(unreachable.refused(request(query).timeout(5s))) ==
          "the deadline passed (timeout, 5 s): timed out connecting to server:80");
}

TEST_CASE("timeouts of a batch whose own answer is bad name the limit that was set, not what is left of it") {
    http_scene on({reply(503, "text/plain", "busy"), silent()});
    client api = on.connect(on.options().http(http_options().batch(1ms)));
    std::vector<std::string> seen;
    for (int i = 0; i < 2; ++i)
        asio::co_spawn(on.world.executor(), api.execute(request(query).timeout(30s)),
                       [&](std::exception_ptr failure, response) {
                           seen.push_back(caught([&] { std::rethrow_exception(failure); }).what());
                       });
    on.world.run_for(1min);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].starts_with("the deadline passed (timeout, 30 s): timed out waiting for the answer of server:80"));
}

TEST_CASE("timeouts on a websocket's way up name limit, host and phase") {
    const auto once = no_reconnect();
    scene upgrading;
    upgrading.server.on_upgrade([](auto& asked) { asked.ignore = true; });
    client first = upgrading.connect(once);
    auto stream = counts(first);
    CHECK(words_of(upgrading.failure(stream)) ==
          "timed out waiting for the websocket upgrade of server:80 (connect_timeout, 10 s)");

    scene acking;
    acking.server.on_init([](auto, const auto&) {});
    client second = acking.connect(websocket_options().ack_timeout(3s), no_reconnect());
    auto unacked = counts(second);
    CHECK(words_of(acking.failure(unacked)) == "timed out waiting for connection_ack of server:80 (ack_timeout, 3 s)");
    client third = acking.connect(acking.options().timeout(2s));
    auto late = counts(third);
    CHECK(words_of(acking.failure(late)) ==
          "the deadline passed (timeout, 2 s) before an operation could be sent to server:80");
    client fourth = acking.connect(acking.options().connect_timeout(2s));
    CHECK(words_of(caught([&] { acking.world.run(fourth.connect()); })) ==
          "timed out waiting for the websocket to server:80 (connect_timeout, 2 s)");

    scene unreachable;
    unreachable.world.network().unreachable(true);
    client fifth = unreachable.connect(once);
    auto none = counts(fifth);
    CHECK(words_of(unreachable.failure(none)) == "timed out connecting to server:80 (connect_timeout, 10 s)");

    scene given;
    client sixth = given.connect(given.options(once).credentials(never_given(given.world)));
    auto waiting = counts(sixth);
    CHECK(words_of(given.failure(waiting)) == "timed out waiting for the credentials provider (connect_timeout, 10 s)");

    scene silent_one;
    client seventh = silent_one.connect();
    auto eventless = counts(seventh, subscribe_options().first_event_timeout(5s));
    CHECK(words_of(silent_one.failure(eventless)) ==
          "no first event came in time (first_event_timeout, 5 s) waiting for server:80");
}

TEST_CASE("timeouts of a stream over HTTP name limit, host and phase") {
    scene on;
    on.server.on_stream([](auto, const auto&) {});
    client api = on.connect(on.options(no_reconnect()).timeout(5s).subscriptions_over(subscription_transport::sse));
    auto stream = counts(api);
    const auto words = words_of(on.failure(stream));
    CHECK(words.find("(timeout, 5 s)") != std::string::npos);
    CHECK(words.find("server:80") != std::string::npos);
}
