// Subscriptions over the life of a link: lost operations, queues, consumers that leave, and starting again.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

TEST_CASE("W56: a reset behind subscribe: a subscription starts again, a mutation may have run") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.number() == 1 ? link.reset() : link.next(operation.id, count_data(2));
    });
    client api = on.connect(on.options().operations_over_websocket(true));
    auto stream = counts(api);
    CHECK(on.next(stream) == 2);
    CHECK(on.sent("subscribe").size() == 2);

    on.server.on_subscribe([](auto link, const auto&) { link.reset(); });
    const auto seen = caught([&] { on.world.run(api.execute(request("mutation { stopRun }")), 2h); });
    check_error(seen, error_kind::lost, error_phase::stream);
    CHECK(seen.possibly_executed());
    on.server.on_subscribe([](auto, const auto&) {});
    on.world.run_for(1h);
    std::size_t mutations = 0;
    for (const auto& each : on.sent("subscribe")) mutations += each.text.find("stopRun") != std::string::npos;
    CHECK(mutations == 1);
}

TEST_CASE_FIXTURE(scene, "W62: ten thousand streams on one socket get their own events, all of them, in turn") {
    world.tracing(false);
    static constexpr int streams = 10'000, events = 3;
    std::vector<std::string> ids;
    server.on_subscribe([&](auto link, const auto& operation) {
        ids.push_back(operation.id);
        if (ids.size() != streams) return;
        for (int round = 0; round < events; ++round)
            world.after(round * 1s, [&, link, round]() mutable {
                for (int i = 0; i < streams; ++i)
                    link.next(ids[static_cast<std::size_t>(i)], count_data(streams * round + i));
            });
    });
    client api = connect();
    std::vector<subscription> all;
    for (int i = 0; i < streams; ++i) all.push_back(counts(api));
    for (int round = 0; round < events; ++round) {
        world.run_for(1s);
        int wrong = 0;
        for (int i = 0; i < streams; ++i) {
            const auto event = all[static_cast<std::size_t>(i)].try_next();
            wrong += !event || event->data_as<int>("count") != streams * round + i;
            wrong += all[static_cast<std::size_t>(i)].try_next().has_value();
        }
        CHECK(wrong == 0);
    }
    CHECK(server.accepted() == 1);
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE_FIXTURE(scene, "W63: what is queued when the server completes is delivered, then the end") {
    server.on_subscribe([](auto link, const auto& operation) {
        for (int i = 0; i < 100; ++i) link.next(operation.id, count_data(i));
        link.complete(operation.id);
    });
    client api = connect();
    auto stream = counts(api);
    world.run_for(1s);
    CHECK(!stream.done());
    for (int i = 0; i < 100; ++i) CHECK(next(stream) == i);
    CHECK(ended(stream));
    CHECK(stream.done());
    CHECK(server.count("complete") == 0); // nothing is left to be told
}

TEST_CASE("W64: what is queued when a stream fails is delivered, then the failure, from then on") {
    for (const bool link_fails : {false, true}) {
        CAPTURE(link_fails);
        scene on;
        on.server.on_subscribe([&](auto link, const auto& operation) {
            for (int i = 0; i < 100; ++i) link.next(operation.id, count_data(i));
            link_fails ? link.close(4400, "no") : link.error(operation.id, R"([{"message":"no"}])");
        });
        client api = on.connect();
        auto stream = counts(api);
        on.world.run_for(1s);
        for (int i = 0; i < 100; ++i) CHECK(on.next(stream) == i);
        CHECK(!stream.done());
        check_error(on.failure(stream), link_fails ? error_kind::protocol : error_kind::graphql, error_phase::stream,
                    link_fails ? 4400u : 0u);
        CHECK(stream.done());
        CHECK(on.failure(stream).kind() == (link_fails ? error_kind::protocol : error_kind::graphql));
    }
}

TEST_CASE_FIXTURE(scene, "W65: when the last consumer leaves during a wait, nothing more is tried") {
    server.stop_listening();
    std::vector<std::string> log;
    client api = connect(options().log([&](auto line) { log.emplace_back(line); }));
    auto leaves = counts(api), stays = counts(api);
    const auto tried = [&] {
        return std::count_if(log.begin(), log.end(), [](auto& line) { return line.starts_with("websocket down"); });
    };
    world.run_for(5min);
    leaves.close();
    const auto before = tried();
    world.run_for(10min);
    CHECK(tried() > before + 5); // for the one that stayed
    stays.close();
    const auto then = tried();
    const auto began = world.now();
    world.run(api.close());
    CHECK(world.now() < began + 100ms); // the wait is over as well
    server.listen();
    world.run_for(1h);
    CHECK(tried() == then);
    CHECK(server.accepted() == 0);
}

TEST_CASE_FIXTURE(scene, "W66: a consumer that leaves before the first event completes once, behind its subscribe") {
    client api = connect();
    {
        auto stays = counts(api);
        world.run_for(1s);
        {
            auto leaves = counts(api);
            world.run_for(0s); // subscribe is under way
            leaves.close();
            leaves.close();
        }
        {
            const auto never_seen = counts(api);
        } // left before anything was sent
        world.run_for(1s);
        REQUIRE(server.received().size() == 4);
        CHECK(server.received()[2].text.starts_with(R"({"id":"2","type":"subscribe")"));
        CHECK(server.received()[3].text == R"({"id":"2","type":"complete"})");
    }
    world.run_for(1min);
    CHECK(server.received().size() == 5); // that of the other one
    CHECK(server.accepted() == 1);
}

TEST_CASE("W67: an idle socket is closed with 1000 after its time, and taken again within it") {
    scene on;
    client api = on.connect(websocket_options().idle_timeout(5s));
    {
        auto first = (counts(api));
        on.world.run_for(1s);
    }
    on.world.run_for(4900ms);
    CHECK(api.connected());
    {
        auto second = counts(api);
        on.world.run_for(10s);
    }
    CHECK(on.server.accepted() == 1);
    on.world.run_for(4900ms);
    CHECK(on.goodbyes.empty());
    on.world.run_for(200ms);
    CHECK(on.goodbyes == codes{1000});
    CHECK(!api.connected());
    auto third = counts(api);
    on.world.run_for(1s);
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("W67: who subscribes while the socket is being closed gets a new one") {
    scene on;
    on.server.on_subscribe(
        [](auto link, const auto& operation) { link.next(operation.id, count_data(static_cast<int>(link.number()))); });
    on.world.network().latency(50ms);
    client api = on.connect();
    {
        auto first = counts(api);
        CHECK(on.next(first) == 1);
    }
    on.world.run_for(3s + 10ms); // the close frame is under way
    REQUIRE(!api.connected());
    REQUIRE(on.goodbyes.empty());
    auto second = counts(api);
    auto once = api.subscribe(request("mutation { count }")); // which has been sent nowhere yet
    CHECK(on.next(second) == 2);
    CHECK(on.next(once) == 2);
    CHECK(on.goodbyes == codes{1000});
    CHECK(on.sent("subscribe").size() == 3);
}

TEST_CASE_FIXTURE(scene, "W69: streams start again in their order, under new ids, each once") {
    std::vector<std::string> ids, documents;
    server.on_subscribe([&](auto link, const auto& operation) {
        ids.push_back(operation.id);
        documents.push_back(operation.document);
        if (link.number() < 3 && ids.size() % 20 == 0) link.drop();
    });
    client api = connect();
    std::vector<subscription> streams;
    for (int i = 0; i < 20; ++i)
        streams.push_back(api.subscribe(request("subscription { s" + std::to_string(i) + " }")));
    world.run_for(1min);
    CHECK(server.accepted() == 3);
    REQUIRE(documents.size() == 60);
    for (std::size_t i = 0; i < 60; ++i) {
        CHECK(documents[i] == "subscription { s" + std::to_string(i % 20) + " }");
        CHECK(std::count(ids.begin(), ids.end(), ids[i]) == 1);
    }
}

TEST_CASE_FIXTURE(scene, "W70: a stream that is refused when it starts again ends alone") {
    server.on_subscribe([](auto link, const auto& operation) {
        if (link.number() == 2 && operation.document == "subscription { gone }")
            return link.error(operation.id, R"([{"message":"no longer"}])");
        if (operation.document == "subscription { last }" && link.number() == 1) return link.drop();
        link.next(operation.id, count_data(static_cast<int>(link.number())));
    });
    client api = connect();
    auto gone = api.subscribe(request("subscription { gone }")), stays = counts(api);
    auto last = api.subscribe(request("subscription { last }"));
    CHECK(next(gone) == 1);
    CHECK(next(stays) == 1);
    const auto seen = failure(gone);
    check_error(seen, error_kind::graphql, error_phase::stream);
    CHECK(says(seen, "no longer"));
    CHECK(next(stays) == 2);
    CHECK(next(last) == 2);
    world.run_for(1h);
    CHECK(server.accepted() == 2);
    CHECK(server.count("subscribe") == 6);
}
