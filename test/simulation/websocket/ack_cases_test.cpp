// From connection_init to the ack: what may come between, what may come in its place, and refused credentials.
#include "../support.hpp"

#include <limits>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

using acting = std::function<void(simulated_connection&)>;

/// The server does this in place of the ack.
void instead_of_ack(scene& on, acting act) {
    on.server.on_init([act = std::move(act)](auto link, const auto&) { act(link); });
}

void count_once(scene& on) {
    on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
}

} // namespace

TEST_CASE("W5: without an ack the link is closed with 4504 at the deadline, and another one is tried") {
    scene once;
    instead_of_ack(once, [](auto&) {});
    client single = once.connect(no_reconnect());
    auto failing = counts(single);
    check_error(once.failure(failing), error_kind::timeout, error_phase::init);
    CHECK(once.world.now() >= 10s);
    CHECK(once.world.now() < 10s + 100ms);
    once.world.run_for(1s);
    CHECK(once.goodbyes == codes{4504});

    scene on;
    instead_of_ack(on, [](auto& link) {
        if (link.number() > 2) link.ack();
    });
    count_once(on);
    client api = on.connect(websocket_options().ack_timeout(3s));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.server.accepted() == 3);
    CHECK(on.world.now() < 3s + 3s + 1s + 2s + 100ms); // two deadlines, two waits
}

TEST_CASE("W5: nobody waits for the ack of a link that nobody wants any more") {
    scene on;
    instead_of_ack(on, [](auto&) {});
    client api = on.connect();
    {
        auto stream = counts(api);
        on.world.run_for(1s);
        CHECK(on.server.connections().size() == 1);
    }
    on.world.run_for(1s);
    CHECK(on.goodbyes == codes{1000});
    CHECK(on.server.connections().empty());
}

TEST_CASE_FIXTURE(scene, "W6: a ping before the ack is answered at once and moves no deadline") {
    instead_of_ack(*this, [&](auto& link) {
        world.after(8s, [link]() mutable { link.send_text(R"({"type":"ping","payload":{"n":7}})"); });
    });
    client api = connect(no_reconnect());
    auto stream = counts(api);
    check_error(failure(stream), error_kind::timeout, error_phase::init);
    CHECK(world.now() < 10s + 100ms);
    const auto pongs = sent("pong");
    REQUIRE(pongs.size() == 1);
    CHECK(pongs[0].text == R"({"type":"pong","payload":{"n":7}})");
    CHECK(pongs[0].at < 8s + 100ms);
}

TEST_CASE_FIXTURE(scene, "W7: a pong before the ack is nothing") {
    instead_of_ack(*this, [&](auto& link) {
        link.send_text(R"({"type":"pong"})");
        world.after(2s, [link]() mutable { link.ack(); });
    });
    count_once(*this);
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    CHECK(server.accepted() == 1);
    CHECK(server.received().size() == 2);
}

TEST_CASE("W8: an operation's message before the ack closes the link with 4400, for good") {
    for (const std::string type : {"next", "error", "complete"}) {
        CAPTURE(type);
        scene on;
        instead_of_ack(on, [&](auto& link) {
            link.send_text(R"({"id":"1","type":")" + type + R"(","payload":{"data":{"count":1}}})");
        });
        client api = on.connect();
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::protocol, error_phase::init, 4400);
        CHECK(says(seen, "connection_ack"));
        on.world.run_for(1h);
        CHECK(on.goodbyes == codes{4400});
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE_FIXTURE(scene, "W9: a second ack is ignored; nothing is subscribed twice") {
    instead_of_ack(*this, [&](auto& link) {
        link.ack();
        link.ack();
        world.after(1s, [link]() mutable { link.ack(); });
    });
    server.on_subscribe([&](auto link, const auto& operation) {
        world.after(2s, [link, id = operation.id]() mutable { link.next(id, count_data(1)); });
    });
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    CHECK(server.count("subscribe") == 1);
    CHECK(server.accepted() == 1);
    CHECK(api.statistics().ignored == 2);
}

TEST_CASE("W10: the payload of an ack may be an object, null or absent") {
    for (const std::string payload :
         {"", R"(,"payload":null)", R"(,"payload":{})", R"(,"payload":{"user":{"id":7}})"}) {
        CAPTURE(payload);
        scene on;
        instead_of_ack(on, [&](auto& link) { link.send_text(R"({"type":"connection_ack")" + payload + "}"); });
        count_once(on);
        std::string told = "nothing";
        client api = on.connect(on.options().on_lifecycle([&](const auto& event) {
            if (event.what == lifecycle_event::type::acknowledged) told = event.payload;
        }));
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.server.accepted() == 1);
        CHECK(told == (payload.empty() ? "" : payload.substr(payload.find(':') + 1)));
    }
}

TEST_CASE("W11: the payload of an ack may be nothing else: 4400") {
    for (const std::string payload : {"[]", R"("yes")", "1", "true"}) {
        CAPTURE(payload);
        scene on;
        instead_of_ack(on,
                       [&](auto& link) { link.send_text(R"({"type":"connection_ack","payload":)" + payload + "}"); });
        client api = on.connect();
        auto stream = counts(api);
        check_error(on.failure(stream), error_kind::protocol, error_phase::init, 4400);
        on.world.run_for(1h);
        CHECK(on.goodbyes == codes{4400});
        CHECK(on.server.accepted() == 1);
        CHECK(on.server.count("subscribe") == 0);
    }
}

TEST_CASE("W12: a 4403 in place of the ack asks for fresh credentials once") {
    std::vector<bool> asked;
    scene on;
    on.server.on_init([](auto link, const auto& payload) {
        if (payload.at("Authorization") == "token 2")
            link.ack();
        else
            link.close(4403, "Forbidden");
    });
    count_once(on);
    client api = on.connect(on.options(no_reconnect()).credentials(tokens(asked))); // no retry is counted
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.world.now() < 100ms); // at once
    CHECK(asked == std::vector<bool>{false, true});

    scene counting; // the one retry is still there afterwards
    instead_of_ack(counting, [](auto& link) {
        if (link.number() < 3) return link.close(link.number() == 1 ? 4403 : 1001);
        link.ack();
    });
    count_once(counting);
    client twice = counting.connect(counting.options(backoff_options().retries(1)).credentials(tokens(asked)));
    auto late = counts(twice);
    CHECK(counting.next(late) == 1);

    scene refusing;
    instead_of_ack(refusing, [](auto& link) { link.close(4403, "Forbidden"); });
    client without = refusing.connect();
    auto refused = counts(without);
    const auto seen = refusing.failure(refused);
    check_error(seen, error_kind::credentials, error_phase::init, 4403);
    CHECK(says(seen, "Forbidden"));
    CHECK(refusing.server.accepted() == 1);
}

TEST_CASE("W13: a 4401 asks for fresh credentials, before the ack and long after it") {
    for (const auto lived : {0s, 5s, 3600s}) {
        CAPTURE(lived.count());
        std::vector<bool> asked;
        scene on;
        on.server.on_init([&](auto link, const auto&) {
            if (lived == 0s && link.number() == 1) return link.close(4401, "Unauthorized");
            link.ack();
            if (link.number() == 1) on.world.after(lived, [link]() mutable { link.close(4401, "Unauthorized"); });
        });
        on.server.on_subscribe([](auto link, const auto& operation) {
            if (link.number() == 2) link.next(operation.id, count_data(2));
        });
        client api = on.connect(on.options(no_reconnect()).credentials(tokens(asked)));
        auto stream = counts(api);
        CHECK(on.next(stream) == 2);
        CHECK(on.world.now() < lived + 100ms);
        CHECK(asked == std::vector<bool>{false, true});
    }
}

TEST_CASE("W22: a 1000 in place of the ack is a refusal whose reason is told; it is tried again") {
    scene once;
    instead_of_ack(once, [](auto& link) { link.close(1000, "no such tenant"); });
    client single = once.connect(no_reconnect());
    auto failing = counts(single);
    const auto seen = once.failure(failing);
    check_error(seen, error_kind::lost, error_phase::init, 1000);
    CHECK(says(seen, "no such tenant"));
    CHECK(!seen.possibly_executed());

    client patient = once.connect(once.options().timeout(1min)); // the reason outlives the retries
    auto late = counts(patient);
    const auto passed = once.failure(late);
    check_error(passed, error_kind::timeout, error_phase::connect);
    CHECK(passed.last_failure().find("no such tenant") != std::string_view::npos);

    scene on;
    instead_of_ack(on, [](auto& link) { link.number() == 1 ? link.close(1000, "later") : link.ack(); });
    count_once(on);
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
}

TEST_CASE("W68: a 4401 right behind the first subscribe is followed by one retry with fresh credentials") {
    std::vector<bool> asked;
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.number() == 1 ? link.close(4401) : link.next(operation.id, count_data(2));
    });
    client api = on.connect(on.options(no_reconnect()).credentials(tokens(asked)));
    auto stream = counts(api);
    CHECK(on.next(stream) == 2);
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(on.world.now() < 100ms);

    client without = on.connect();
    on.server.on_subscribe([](auto link, const auto&) { link.close(4401); });
    auto refused = counts(without);
    check_error(on.failure(refused), error_kind::credentials, error_phase::stream, 4401);
    CHECK(on.server.accepted() == 3);
}

TEST_CASE("W71: fresh credentials that are refused as well end it, before and after the ack") {
    for (const bool ack : {false, true}) {
        CAPTURE(ack);
        std::vector<bool> asked;
        scene on;
        instead_of_ack(on, [&](auto& link) {
            if (!ack) return link.close(4403, "token not yet valid");
            link.ack();
            on.world.after(50ms, [link]() mutable { link.close(4401, "token not yet valid"); });
        });
        client api = on.connect(on.options().credentials(tokens(asked)));
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::credentials, ack ? error_phase::stream : error_phase::init, ack ? 4401 : 4403);
        on.world.run_for(1h);
        CHECK(asked == std::vector<bool>{false, true});
        CHECK(on.server.accepted() == 2);
    }
}

TEST_CASE("a connection_init that JSON cannot hold fails the operation with the reason, and is not tried again") {
    for (const bool from_provider : {false, true}) {
        CAPTURE(from_provider);
        scene on;
        constexpr double odd = std::numeric_limits<double>::infinity();
        client_options options(on.server.url());
        if (from_provider)
            options.credentials([](bool) -> boost::asio::awaitable<credentials> {
                credentials given;
                given.connection_init("limit", odd);
                co_return given;
            });
        else
            options.websocket(websocket_options().connection_init({{"limits", {1, odd}}}));
        client api(on.world.executor(), std::move(options));
        auto stream = counts(api);
        const auto why = on.failure(stream);
        check_error(why, error_kind::usage, error_phase::init);
        CHECK(std::string(why.what()).find("connection_init holds a number that JSON cannot") != std::string::npos);
        on.world.run_for(60s);
        CHECK(on.server.accepted() <= 1);
    }
}

TEST_CASE_FIXTURE(scene, "whole doubles of connection_init stay doubles") {
    count_once(*this);
    client api = connect(websocket_options().connection_init({{"rate", 2.0}, {"n", 3}}));
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    const auto inits = sent("connection_init");
    REQUIRE(inits.size() == 1);
    CHECK(inits[0].text == R"({"type":"connection_init","payload":{"rate":2.0,"n":3}})");
}
