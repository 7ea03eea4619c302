// Counters, lifecycle events, trace context; nothing secret in any of them.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

TEST_CASE("statistics of a client and of a subscription over a lost link") {
    simulation world;
    world.network().latency(5ms);
    simulated_server server(world);
    server.on_subscribe([&](auto link, const auto& operation) {
        for (int n = 1; n <= 3; ++n) link.next(operation.id, "{\"n\":" + std::to_string(n) + "}");
        link.complete("999"); // of nobody
        if (link.number() == 1) link.drop();
    });
    client_options options(server.url());
    options.websocket(websocket_options().ping_interval(1s));
    client api(world.executor(), options);
    auto numbers = api.subscribe(request("subscription { n }"));
    for (int i = 0; i < 6; ++i) world.run(numbers.next());
    world.run_for(10s);
    const auto statistics = api.statistics();
    CHECK(statistics.connections == 2);
    CHECK(statistics.failed_connections == 0);
    CHECK(statistics.down > 0s);
    CHECK(statistics.messages_received >= 2 * 5);
    CHECK(statistics.messages_sent >= 4);
    CHECK(statistics.bytes_sent > 100);
    CHECK(statistics.bytes_received > 100);
    CHECK(statistics.ignored == 2);
    CHECK(statistics.operations == 1);
    CHECK(statistics.ping_round_trip == 10ms);
    const auto own = numbers.statistics();
    CHECK(own.received == 6);
    CHECK(own.taken == 6);
    CHECK(own.resubscribed == 1);
    CHECK(own.interrupted > 0s);
    CHECK(own.queued == 0);
}

TEST_CASE("statistics count requests and their attempts") {
    simulation world;
    simulated_server server(world);
    int asked = 0;
    server.on_request([&](const auto&) {
        simulated_reply reply;
        reply.body = R"({"data":{"n":1}})";
        if (++asked == 1) reply.status = 502, reply.content_type = "text/html";
        return reply;
    });
    client api(world.executor(), server.url());
    world.run(api.execute(request("{ n }")));
    CHECK(api.statistics().requests == 1);
    CHECK(api.statistics().attempts == 2);
}

TEST_CASE("lifecycle events tell the story of a connection, and no secret") {
    simulation world;
    simulated_server server(world);
    server.on_init([](auto link, const auto&) { link.ack({{"region", "eu"}}); });
    server.on_subscribe([](auto link, const auto& operation) {
        if (link.number() == 1) return link.close(1012, "restart");
        link.next(operation.id, R"({"n":1})");
    });
    std::vector<lifecycle_event::type> story;
    std::vector<unsigned> attempts;
    std::string payload, words;
    client_options options(server.url());
    options.websocket(websocket_options().connection_init({{"token", "s3cret"}}))
        .header("Authorization", "s3cret")
        .log([&](std::string_view line) { words += line; })
        .on_lifecycle([&](const lifecycle_event& event) {
            story.push_back(event.what);
            if (event.what == lifecycle_event::type::connecting) attempts.push_back(event.attempt);
            if (event.what == lifecycle_event::type::acknowledged) payload = event.payload;
            if (event.reason) words += event.reason->what();
        });
    client api(world.executor(), options);
    auto numbers = api.subscribe(request("subscription { n }"));
    world.run(numbers.next());
    using type = lifecycle_event::type;
    CHECK(story == std::vector{type::connecting, type::acknowledged, type::disconnected, type::waiting,
                               type::connecting, type::acknowledged});
    CHECK(attempts == std::vector{1u, 2u});
    CHECK(payload == R"({"region":"eu"})");
    CHECK(words.find("1012") != std::string::npos);
    CHECK(words.find("s3cret") == std::string::npos);
}

TEST_CASE("the trace context goes into headers over HTTP and into extensions over a websocket") {
    simulation world;
    simulated_server server(world);
    std::string header, state, extension;
    server.on_request([&](const simulated_request& request) {
        for (const auto& [name, value] : request.headers) {
            if (name == "traceparent") header = value;
            if (name == "tracestate") state = value;
        }
        simulated_reply reply;
        reply.body = R"({"data":{"n":1}})";
        return reply;
    });
    server.on_subscribe([&](auto link, const auto& operation) {
        extension = operation.payload.at("extensions").at("traceparent").as_string();
        link.next(operation.id, R"({"n":1})");
    });
    int asked = 0;
    client_options options(server.url());
    options.trace([&] {
        trace_context context;
        context.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0" + std::to_string(++asked);
        context.tracestate = "vendor=1";
        return context;
    });
    client api(world.executor(), options);
    world.run(api.execute(request("{ n }")));
    CHECK(header.ends_with("-01"));
    CHECK(state == "vendor=1");
    auto numbers = api.subscribe(request("subscription { n }"));
    world.run(numbers.next());
    CHECK(extension.ends_with("-02"));
    request own("{ n }");
    own.header("TraceParent", "mine");
    world.run(api.execute(own));
    CHECK(header.ends_with("-01")); // it came under the caller's own name
}
