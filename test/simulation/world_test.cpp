// The simulated world itself: virtual time, the same run for the same seed, and a client that lives in it unchanged.
#include "support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

TEST_CASE("a subscription in a simulated world") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, R"({"count":1})");
        link.complete(operation.id);
    });
    client api(world.executor(), server.url());
    auto counts = api.subscribe(request("subscription { count }"));
    const auto first = world.run(counts.next());
    REQUIRE(first);
    CHECK(first->data_as<int>("count") == 1);
    CHECK(!world.run(counts.next()));
    CHECK(world.now() < 100ms);
}

TEST_CASE("an hour of backoff takes no time, and every wait is within its limit") {
    simulation world;
    simulated_server server(world);
    server.stop_listening();
    client api(world.executor(), client_options(server.url()).timeout(0s));
    auto counts = api.subscribe(request("subscription { count }"));
    world.run_for(1h);
    const auto& trace = world.trace();
    CHECK(std::count(trace.begin(), trace.end(), '\n') > 60); // 60 s at most between two
    server.listen();
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, R"({"count":1})"); });
    const auto first = world.run(counts.next());
    REQUIRE(first);
    CHECK(world.now() < 1h + 61s);
}

namespace {

std::string story(std::uint64_t seed) {
    simulation world(seed);
    world.network().latency(1ms, 40ms).fragments(true);
    simulated_server server(world);
    server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 0; i < 20; ++i)
            world.after(i * 10ms, [link, id = operation.id, i]() mutable {
                link.next(id, "{\"count\":" + std::to_string(i) + "}");
                if (i == 15) link.reset();
            });
    });
    client api(world.executor(), server.url());
    auto counts = api.subscribe(request("subscription { count }"));
    for (int i = 0; i < 30; ++i) world.run(counts.next());
    counts.close();
    world.run(api.close());
    return world.trace();
}

} // namespace

TEST_CASE("the same seed gives the same trace, byte for byte; another seed another") {
    const auto first = story(7);
    CHECK(first == story(7));
    CHECK(first != story(8));
    CHECK(first.find("#2 accepted") != std::string::npos);
}

TEST_CASE("work that can never be done is told of, not waited for") {
    simulation world;
    simulated_server server(world);
    client api(world.executor(), client_options(server.url()).timeout(0s));
    auto silent = api.subscribe(request("subscription { count }"));
    CHECK_THROWS_AS(world.run(silent.next(), 1h), std::logic_error);
}

TEST_CASE("queries over HTTP in a simulated world") {
    simulation world;
    simulated_server server(world);
    int asked = 0;
    server.on_request([&](const auto& request) {
        CHECK(request.method == "POST");
        simulated_reply reply;
        reply.body = R"({"data":{"hello":"world"}})";
        if (++asked == 1) reply.status = 503, reply.headers = {{"Retry-After", "120"}};
        return reply;
    });
    client api(world.executor(), client_options(server.url()).timeout(10min));
    const auto answer = world.run(api.execute(request("{ hello }")));
    CHECK(answer.data_as<std::string>("hello") == "world");
    CHECK(answer.attempts() == 2);
    CHECK(world.now() > 120s);
}
