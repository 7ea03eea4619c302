// Pings, pongs and links that are dead in various ways.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// Each connection's number, as an event right behind its subscribe.
void number_links(scene& on) {
    on.server.on_subscribe(
        [](auto link, const auto& operation) { link.next(operation.id, count_data(static_cast<int>(link.number()))); });
}

constexpr auto json_ping = R"({"type":"ping"})";

} // namespace

TEST_CASE_FIXTURE(scene, "W29: a pong carries the payload of its ping") {
    server.on_subscribe([](auto link, const auto& operation) {
        for (const std::string payload : {"", R"(,"payload":{"at":[1,2.50,"x"]})", R"(,"payload":null)"})
            link.send_text(R"({"type":"ping")" + payload + "}");
        link.next(operation.id, count_data(1));
    });
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    world.run_for(1s);
    const auto pongs = sent("pong");
    REQUIRE(pongs.size() == 3);
    CHECK(pongs[0].text == R"({"type":"pong"})");
    CHECK(pongs[1].text == R"({"type":"pong","payload":{"at":[1,2.50,"x"]}})");
    CHECK(pongs[2].text == R"({"type":"pong","payload":null})");
}

TEST_CASE_FIXTURE(scene, "W30: a flood of pings is answered, and events come through it") {
    world.tracing(false);
    server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 0; i < 100; ++i)
            world.after(i * 10ms, [link, id = operation.id, i]() mutable {
                for (int ping = 0; ping < 100; ++ping) link.send_text(json_ping);
                link.next(id, count_data(i));
            });
    });
    client api = connect();
    auto stream = counts(api);
    for (int i = 0; i < 100; ++i) {
        REQUIRE(next(stream) == i);
        CHECK(world.now() < (i + 2) * 10ms); // not later than in quiet
    }
    world.run_for(1s);
    CHECK(server.count("pong") == 10'000);
    CHECK(server.accepted() == 1);
}

TEST_CASE("W31: a pong that nobody asked for is a sign of life, and nothing else") {
    scene on;
    on.server.on_ping([&](auto, const auto&) {}); // its own answers are missing
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(1));
        for (int i = 1; i < 30; ++i)
            on.world.after(i * 9s, [link]() mutable { link.send_text(R"({"type":"pong","payload":{"mine":1}})"); });
        on.world.after(30 * 9s, [link, id = operation.id]() mutable { link.next(id, count_data(2)); });
    });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.world.now() < 271s);
    CHECK(on.server.received().size() == 2 + on.server.count("ping"));
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("W32: a ping behind which nothing comes in time ends the link; whatever comes is a sign of life") {
    scene once;
    once.server.on_ping([](auto, const auto&) {});
    number_links(once);
    client single = once.connect(no_reconnect());
    auto failing = counts(single);
    CHECK(once.next(failing) == 1);
    check_error(once.failure(failing), error_kind::lost, error_phase::stream);
    CHECK(once.world.now() >= 35s);
    CHECK(once.world.now() < 35s + 100ms);

    scene fast; // further pings do not put off the first one's limit
    fast.server.on_ping([](auto, const auto&) {});
    client eager = fast.connect(websocket_options().ping_interval(2s).pong_timeout(5s), no_reconnect());
    auto dying = counts(eager);
    check_error(fast.failure(dying), error_kind::lost, error_phase::stream);
    CHECK(fast.world.now() >= 7s);
    CHECK(fast.world.now() < 7s + 100ms);

    scene on; // events stand in for pongs, until they stop
    on.server.on_ping([](auto, const auto&) {});
    on.server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 0; i < 100; ++i)
            on.world.after(i * 1s, [link, id = operation.id]() mutable {
                link.next(id, count_data(static_cast<int>(link.number())));
            });
    });
    client api = on.connect(websocket_options().ping_interval(7s).pong_timeout(3s));
    auto stream = counts(api);
    int before = 0;
    while (on.next(stream) == 1) ++before;
    CHECK(before == 100);          // at 0 s to 99 s
    CHECK(on.world.now() >= 108s); // pings at 98 s and 105 s
    CHECK(on.world.now() < 108s + 2s);
}

TEST_CASE("W32: a link that fell silent is left within ping and pong time, without a closing handshake") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) on.world.after(5s, [link]() mutable { link.silence(); });
    });
    client api = on.connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.world.now() >= 35s);
    CHECK(on.world.now() < 35s + 100ms);
}

TEST_CASE_FIXTURE(scene,
                  "W32: a silence timeout leaves a link on which nothing arrives; whatever does arrive keeps it") {
    server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() > 1) return;
        world.after(15s, [link]() mutable { link.next("77", "{}"); });
        world.after(30s, [link]() mutable { link.send_ping(); });
    });
    client api = connect(options(websocket_options().ping_interval(0s), no_reconnect()).silence_timeout(20s));
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    const auto seen = failure(stream);
    check_error(seen, error_kind::lost, error_phase::stream);
    CHECK(world.now() >= 50s);
    CHECK(world.now() < 50s + 100ms);
}

TEST_CASE_FIXTURE(scene, "W33: a link without data for hours stays, as long as its pongs come") {
    server.on_subscribe([&](auto link, const auto& operation) {
        world.after(12h, [link, id = operation.id]() mutable { link.next(id, count_data(1)); });
    });
    client api = connect();
    auto stream = counts(api);
    world.run_for(11h);
    CHECK(server.accepted() == 1);
    CHECK(server.count("ping") == 11 * 3600 / 25 - 1); // the first one 25 s after the ack
    CHECK(next(stream) == 1);
    CHECK(server.accepted() == 1);
}

TEST_CASE_FIXTURE(scene, "W57: a server that acks and dies is tried ever more slowly") {
    std::vector<std::chrono::nanoseconds> tried;
    server.on_init([&](auto link, const auto&) {
        tried.push_back(world.now());
        link.ack();
        world.after(50ms, [link]() mutable { link.reset(); });
    });
    client api = connect(backoff_options().retries(-1).max(30s));
    auto stream = counts(api);
    world.run_for(1h);
    // The waits are drawn from [0, 1 s], [0, 2 s], … [0, 30 s].
    REQUIRE(tried.size() > 100);
    CHECK(tried.size() < 500);
    std::chrono::nanoseconds longest{0};
    for (std::size_t i = 1; i < tried.size(); ++i) longest = std::max(longest, tried[i] - tried[i - 1]);
    CHECK(longest > 15s);
    CHECK(longest < 31s);
    CHECK(tried[1] - tried[0] < 1s + 100ms);
}

TEST_CASE_FIXTURE(scene, "W57: an ack does not make the count of retries start anew, an event does") {
    server.on_init([&](auto link, const auto&) {
        link.ack();
        world.after(50ms, [link]() mutable { link.drop(); });
    });
    client api = connect(backoff_options().retries(3));
    auto stream = counts(api);
    const auto seen = failure(stream);
    check_error(seen, error_kind::lost, error_phase::stream);
    CHECK(seen.attempts() == 4);
    CHECK(server.accepted() == 4);

    scene on; // an event does
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        link.drop();
    });
    client lively = on.connect(backoff_options().retries(1));
    auto events = counts(lively);
    for (int i = 1; i <= 10; ++i) CHECK(on.next(events) == i);
}

TEST_CASE("W57: neither an ack nor an event makes the waits start anew, only ten seconds of life") {
    const auto connections = [](std::chrono::nanoseconds life) {
        scene on;
        on.server.on_subscribe([&](auto link, const auto& operation) {
            link.next(operation.id, count_data(1));
            on.world.after(life, [link]() mutable { link.drop(); });
        });
        client api = on.connect(websocket_options().ping_interval(0s));
        auto stream = counts(api);
        on.world.run_for(1h);
        return static_cast<double>(on.server.accepted());
    };
    CHECK(connections(9s) < 3600. / 25);    // half of 60 s on average
    CHECK(connections(11s) > 3600. / 12.1); // half of 1 s
}

TEST_CASE_FIXTURE(scene, "W72: a server that stops reading is left at the write timeout") {
    world.network().window(1024);
    server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) link.stop_reading();
    });
    client api = connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    // More than the window takes, so that writing stands still.
    request large("subscription { count }");
    large.variable("filler", std::string(8 * 1024, 'x'));
    auto stuck = api.subscribe(std::move(large));
    CHECK(next(stuck) == 2);
    CHECK(world.now() >= 30s);
    CHECK(world.now() < 31s);
    CHECK(next(stream) == 2);
}
