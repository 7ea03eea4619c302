// The legacy protocol, graphql-ws of subscriptions-transport-ws.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

constexpr auto keep_alive = R"({"type":"ka"})";

/// A server that speaks the legacy protocol only.
struct legacy_scene : scene {
    explicit legacy_scene(std::uint64_t seed = 1) : scene(seed) { server.speak({"graphql-ws"}); }

    /// Behind the first subscription's start these messages are sent, in which ID stands for its id; then an event.
    void say(std::vector<std::string> messages) {
        server.on_subscribe([messages = std::move(messages)](auto link, const auto& operation) {
            if (operation.id == "1")
                for (auto text : messages) {
                    if (const auto at = text.find("ID"); at != text.npos) text.replace(at, 2, operation.id);
                    link.send_text(text);
                }
            link.next(operation.id, count_data(100 + static_cast<int>(link.number())));
        });
    }
};

/// The first subscription is sent a message that changes nothing.
void check_as_if_unsent(std::vector<std::string> messages) {
    legacy_scene on;
    const auto unsent = messages.size();
    on.say(std::move(messages));
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 101);
    CHECK(api.statistics().ignored == unsent); // but it was counted
    on.world.run_for(1s);
    CHECK(on.server.received().size() == 2);
    CHECK(on.server.accepted() == 1);
}

} // namespace

TEST_CASE_FIXTURE(legacy_scene, "L1: an ack and a ka: started once, and the ka are watched from then on") {
    server.on_init([&](auto link, const auto&) {
        link.ack();
        link.send_text(keep_alive);
    });
    say({});
    client api = connect(websocket_options().keep_alive_timeout(40s));
    auto stream = counts(api);
    CHECK(next(stream) == 101);
    world.run_for(39s);
    CHECK(server.count("start") == 1);
    CHECK(next(stream) == 102);
    CHECK(world.now() >= 40s);
    CHECK(world.now() < 42s);
}

TEST_CASE_FIXTURE(legacy_scene, "L2: a ka before the ack is fine, and no ack") {
    server.on_init([&](auto link, const auto&) {
        link.send_text(keep_alive);
        world.after(3s, [link]() mutable { link.ack(); });
    });
    say({});
    client api = connect();
    auto stream = counts(api);
    world.run_for(2s);
    CHECK(server.count("start") == 0);
    CHECK(next(stream) == 101);
    CHECK(server.accepted() == 1);
}

TEST_CASE_FIXTURE(legacy_scene, "L3: ka may come at any pace; when they stop, the link is left at the timeout") {
    server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() > 1) return;
        for (const auto at : {0s, 1s, 2s, 50s, 109s, 110s, 168s})
            world.after(at, [link]() mutable { link.send_text(keep_alive); });
        // Neither events nor pong frames stand in for a ka.
        for (const auto at : {180s, 200s, 220s})
            world.after(at, [link, id = operation.id]() mutable { link.next(id, count_data(1)); });
    });
    client api = connect(backoff_options().retries(-1).initial(0s));
    auto stream = counts(api);
    for (int i = 0; i < 4; ++i) CHECK(next(stream) == 1);
    CHECK(next(stream) == 2);
    CHECK(world.now() >= 168s + 60s);
    CHECK(world.now() < 168s + 61s);
}

TEST_CASE_FIXTURE(legacy_scene,
                  "FW14: a server that sends one ka behind its ack, and never another, is not missed for it") {
    server.on_init([&](auto link, const auto&) {
        link.ack();
        link.send_text(keep_alive);
    });
    server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 1; i <= 300; ++i)
            world.after(i * 1s, [link, id = operation.id, i]() mutable { link.next(id, count_data(i)); });
    });
    client api = connect();
    auto stream = counts(api);
    for (int i = 1; i <= 300; ++i) CHECK(next(stream) == i);
    world.run_for(1h); // and nothing but pongs
    CHECK(server.accepted() == 1);
}

TEST_CASE_FIXTURE(legacy_scene, "FW14: what the ack promises is watched from the first ka on") {
    server.on_init([&](auto link, const auto&) {
        link.ack({{"connectionTimeoutMs", 5000}});
        link.send_text(keep_alive);
    });
    say({});
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 101);
    CHECK(next(stream) == 102);
    CHECK(world.now() >= 5s);
    CHECK(world.now() < 8s);
}

TEST_CASE_FIXTURE(legacy_scene, "L4: a server that never sends a ka is not missed for it; it is sent no ping message") {
    server.on_subscribe([&](auto link, const auto& operation) {
        world.after(6h, [link, id = operation.id]() mutable { link.next(id, count_data(1)); });
    });
    client api = connect();
    auto stream = counts(api);
    CHECK(!world.run_until([&] { return server.accepted() > 1; }, 5h));
    CHECK(server.received().size() == 2);
    CHECK(world.run(stream.next(), 2h));
}

TEST_CASE_FIXTURE(legacy_scene, "L4: liveness is then seen by websocket pings") {
    server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) link.silence();
    });
    client api = connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(api);
    world.run_for(34s);
    CHECK(server.accepted() == 1);
    world.run_for(2s);
    CHECK(server.accepted() == 2);
}

TEST_CASE("L5: connection_error in place of the ack refuses the credentials, and says why") {
    const auto refuse = R"({"type":"connection_error","payload":{"message":"token expired"}})";
    legacy_scene without;
    without.server.on_init([&](auto link, const auto&) { link.send_text(refuse); });
    client single = without.connect();
    auto failing = counts(single);
    const auto seen = without.failure(failing);
    check_error(seen, error_kind::credentials, error_phase::init);
    CHECK(seen.body_excerpt() == R"({"message":"token expired"})");
    without.world.run_for(1h);
    CHECK(without.server.accepted() == 1);
    CHECK(without.server.count("start") == 0);

    std::vector<bool> asked;
    legacy_scene on;
    on.server.on_init([&](auto link, const auto&) { link.number() == 1 ? link.send_text(refuse) : link.ack(); });
    on.say({});
    client api = on.connect(on.options(no_reconnect()).credentials(tokens(asked)));
    auto stream = counts(api);
    CHECK(on.next(stream) == 102);
    CHECK(asked == std::vector<bool>{false, true});
}

TEST_CASE("L6: connection_error after the ack is about one message; the streams stay") {
    check_as_if_unsent({R"({"type":"connection_error","payload":{"message":"cannot parse"}})"});
}

TEST_CASE_FIXTURE(legacy_scene, "FW15: what a connection_error behind the ack said is said again when the link ends") {
    server.on_subscribe([&](auto link, const auto&) {
        link.send_text(R"({"type":"connection_error","payload":{"message":"idle too long"}})");
        link.drop();
    });
    client api = connect(backoff_options().retries(0));
    auto stream = counts(api);
    CHECK(says(failure(stream), "idle too long"));
}

TEST_CASE("FW15: a close in place of the ack asks for a look at the credentials") {
    scene on;
    on.server.on_init([](auto link, const auto&) { link.close(1000, "terminated"); });
    client api = on.connect(backoff_options().retries(0));
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    check_error(seen, error_kind::lost, error_phase::init, 1000);
    CHECK(says(seen, "in place of connection_ack: are the credentials right?"));
}

TEST_CASE_FIXTURE(legacy_scene, "L7: data is delivered, in order, and complete ends the stream") {
    server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 0; i < 3; ++i)
            link.send_text(R"({"type":"data","id":")" + operation.id + R"(","payload":{"data":)" + count_data(i) +
                           "}}");
        link.complete(operation.id);
    });
    client api = connect(legacy());
    auto stream = counts(api);
    for (int i = 0; i < 3; ++i) CHECK(next(stream) == i);
    CHECK(ended(stream));
    CHECK(server.received()[1].text == R"({"id":"1","type":"start","payload":{"query":"subscription { count }"}})");
}

TEST_CASE_FIXTURE(legacy_scene, "a document's identifier: with an empty query where the dialect demands one") {
    server.on_subscribe([&](auto link, const auto& operation) { link.complete(operation.id); });
    const auto trusted = request("subscription { count }").document_id("sha256:0a");
    const auto sent = [&](const char* dialect) {
        server.speak({dialect});
        client api = connect();
        auto stream = api.subscribe(trusted);
        world.run(stream.next());
        const auto text = server.received().back().text;
        return text.substr(text.find(R"("payload")"));
    };
    CHECK(sent("graphql-ws") == R"("payload":{"documentId":"sha256:0a"}})");
    CHECK(sent("graphql-transport-ws") == R"("payload":{"documentId":"sha256:0a","query":""}})");
}

TEST_CASE_FIXTURE(legacy_scene, "L8: data with errors inside is an event with errors") {
    say({R"({"type":"data","id":"ID","payload":{"data":{"count":null},"errors":[{"message":"once"}]}})",
         R"({"type":"data","id":"ID","payload":{"errors":[{"message":"twice"}]}})"});
    client api = connect();
    auto stream = counts(api);
    for (const std::string text : {"once", "twice"}) {
        const auto event = world.run(stream.next());
        REQUIRE(event);
        REQUIRE(event->errors().size() == 1);
        CHECK(event->errors()[0].message == text);
    }
    CHECK(next(stream) == 101);
}

TEST_CASE("L9: an error's payload may be an object, a list or a string: the stream ends with GraphQL errors") {
    for (const std::string payload : {R"({"message":"no"})", R"([{"message":"no"}])", R"("no")"}) {
        CAPTURE(payload);
        legacy_scene on;
        on.say({R"({"type":"error","id":"ID","payload":)" + payload + "}"});
        client api = on.connect();
        auto fails = counts(api), stays = counts(api);
        const auto seen = on.failure(fails);
        check_error(seen, error_kind::graphql, error_phase::stream);
        REQUIRE(seen.errors().size() == 1);
        CHECK(seen.errors()[0].message == "no");
        CHECK(on.next(stays) == 101);
        CHECK(on.server.count("stop") == 0);
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE_FIXTURE(legacy_scene, "L10: a complete behind an error is ignored") {
    say({R"({"type":"error","id":"ID","payload":{"message":"no"}})", R"({"type":"complete","id":"ID"})"});
    client api = connect();
    auto fails = counts(api), stays = counts(api);
    check_error(failure(fails), error_kind::graphql, error_phase::stream);
    check_error(failure(fails), error_kind::graphql, error_phase::stream);
    CHECK(next(stays) == 101);
}

TEST_CASE("L11: a complete ends the stream, with a payload of null or none") {
    for (const std::string payload : {R"(,"payload":null)", ""}) {
        CAPTURE(payload);
        legacy_scene on;
        on.say({R"({"type":"complete","id":"ID")" + payload + "}"});
        client api = on.connect();
        auto ends = counts(api), stays = counts(api);
        CHECK(on.ended(ends));
        CHECK(on.next(stays) == 101);
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE(
    "L12: a stream ends at once when it is closed, whether the server completes it or not; its id is not used again") {
    for (const bool answers : {true, false}) {
        CAPTURE(answers);
        legacy_scene on;
        on.say({});
        std::vector<std::string> stopped;
        on.server.on_complete([&](auto link, const auto& id) {
            stopped.push_back(id);
            link.next(id, count_data(7)); // it was under way
            if (answers) link.complete(id);
        });
        client api = on.connect();
        auto stays = counts(api), leaves = counts(api);
        CHECK(on.next(leaves) == 101);
        leaves.close();
        CHECK(leaves.done());
        on.world.run_for(1s);
        auto later = counts(api);
        CHECK(on.next(later) == 101);
        CHECK(on.next(stays) == 101);
        CHECK(stopped == std::vector<std::string>{"2"});
        CHECK(on.sent("start").back().text.starts_with(R"({"id":"3")"));
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("L13: next under the legacy name ends the link, with an error that says so; lenience takes it") {
    for (const bool lenient : {false, true}) {
        legacy_scene on;
        on.server.on_subscribe([](auto link, const auto& operation) {
            link.send_text(R"({"type":"next","id":")" + operation.id + R"(","payload":{"data":{"count":1}}})");
        });
        client api = on.connect(legacy().lenient(lenient));
        auto stream = counts(api);
        if (lenient) {
            CHECK(on.next(stream) == 1);
            continue;
        }
        const auto seen = on.failure(stream);
        CHECK(to_string(seen.kind()) == "protocol");
        CHECK(says(seen, "graphql-transport-ws"));
    }
}

TEST_CASE("L14: a client that closes stops its streams, then sends connection_terminate, then 1000") {
    legacy_scene on;
    client api = on.connect();
    auto stream = counts(api);
    on.world.run_for(1s);
    on.world.run(api.close());
    const auto& received = on.server.received();
    REQUIRE(received.size() == 4);
    CHECK(received[2].text == R"({"id":"1","type":"stop"})");
    CHECK(received[3].text == R"({"type":"connection_terminate"})");
    CHECK(on.goodbyes == codes{1000});

    legacy_scene idle; // nobody is left
    client other = idle.connect();
    {
        auto leaves = counts(other);
        idle.world.run_for(1s);
    }
    idle.world.run_for(10s);
    CHECK(idle.server.received().back().text == R"({"type":"connection_terminate"})");
    CHECK(idle.goodbyes == codes{1000});
}

TEST_CASE_FIXTURE(legacy_scene, "L15: a query over the socket: data and complete are one result") {
    server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, count_data(5));
        link.complete(operation.id);
    });
    client api = connect(options().operations_over_websocket(true));
    for (int i = 0; i < 3; ++i) CHECK(world.run(api.execute(request("{ count }"))).data_as<int>("count") == 5);
    CHECK(server.count("start") == 3);
    CHECK(server.accepted() == 1);
}

TEST_CASE("L16: a start that is refused by closing with 1002 or 4400 is final, with the reason") {
    for (const unsigned code : {1002u, 4400u}) {
        CAPTURE(code);
        legacy_scene on;
        on.server.on_subscribe(
            [&](auto link, const auto&) { link.close(static_cast<std::uint16_t>(code), "payload must be an object"); });
        client api = on.connect();
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::protocol, error_phase::stream, code);
        CHECK(says(seen, "payload must be an object"));
        on.world.run_for(1h);
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("L17: a ping message is unknown here: it is ignored, and not answered") {
    check_as_if_unsent({R"({"type":"ping"})", R"({"type":"ping","payload":{"n":1}})", R"({"type":"pong"})"});
}

TEST_CASE("L18: an ack may have a payload") {
    for (const std::string payload : {R"({"user":7})", "{}", "null"}) {
        CAPTURE(payload);
        legacy_scene on;
        on.server.on_init([&](auto link, const auto&) {
            link.send_text(R"({"payload":)" + payload + R"(,"type":"connection_ack"})");
        });
        on.say({});
        std::string told = "nothing";
        client api = on.connect(on.options().on_lifecycle([&](const auto& event) {
            if (event.what == lifecycle_event::type::acknowledged) told = event.payload;
        }));
        auto stream = counts(api);
        CHECK(on.next(stream) == 101);
        CHECK(on.server.accepted() == 1);
        CHECK(told == payload);
    }
}

TEST_CASE("L19: start_ack, and other messages of dialects, are ignored") {
    check_as_if_unsent({R"({"type":"start_ack","id":"ID"})", R"({"type":"start_ack","id":"ID","payload":{}})",
                        R"({"type":"init_success"})", R"({"type":"keepalive"})"});
}

TEST_CASE("L20: messages for an id that is not one of ours are ignored") {
    check_as_if_unsent({R"({"type":"data","id":"77","payload":{"data":{"count":1}}})",
                        R"({"type":"complete","id":"77"})", R"({"type":"error","id":"x","payload":{"message":"no"}})",
                        R"({"type":"complete"})", R"({"type":"data","id":1,"payload":{"data":{"count":1}}})"});
}
