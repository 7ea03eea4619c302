// A consumer that is slower than the server, under each policy.
#include "../../support/websocket_frames.hpp"
#include "../support.hpp"

#include <boost/json/serialize.hpp>

using namespace corogql;
using namespace corogql::testing;
using test::counts, test::scene;
using namespace std::chrono_literals;

namespace {

/// A server of numbers: `subscription { n }` with the variable `after` sends after+1, after+2, … up to `last`.
class number_server : public simulated_server {
public:
    number_server(simulation& world, int last, std::size_t padding = 0)
        : simulated_server(world), world_(world), last_(last), padding_(padding, 'x') {
        on_subscribe([this](auto link, const auto& operation) {
            const auto* after = operation.variables.if_contains("after");
            const auto start = after ? static_cast<int>(after->as_int64()) : 0;
            starts.push_back(start);
            live_[{link.number(), operation.id}] = true;
            send(link, operation.id, start + 1);
        });
        on_complete([this](auto link, const std::string& id) { live_.erase({link.number(), id}); });
    }

    std::vector<int> starts;

private:
    void send(simulated_connection link, std::string id, int n) {
        if (!live_.contains({link.number(), id}) || !link.open()) return;
        if (n > last_) return link.complete(id);
        link.next(id, "{\"n\":" + std::to_string(n) + ",\"x\":\"" + padding_ + "\"}");
        world_.after(1ms, [this, link, id, n] { send(link, id, n + 1); });
    }

    simulation& world_;
    const int last_;
    const std::string padding_;
    std::map<std::pair<std::size_t, std::string>, bool> live_;
};

struct taken {
    std::vector<int> numbers;
    std::vector<stream_notice> notices;
};

asio::awaitable<void> take_slowly(simulation& world, subscription& from, std::chrono::nanoseconds pause, taken& into) {
    while (auto event = co_await from.next()) {
        if (const auto* notice = event->notice()) {
            into.notices.push_back(*notice);
            continue;
        }
        into.numbers.push_back(event->data_as<int>("n"));
        if (pause.count() > 0) co_await world.sleep(pause);
    }
}

std::vector<int> up_to(int last) {
    std::vector<int> all;
    for (int n = 1; n <= last; ++n) all.push_back(n);
    return all;
}

} // namespace

TEST_CASE("overflow resume: a consumer that stands still loses nothing, and the server's side is stopped meanwhile") {
    simulation world;
    number_server server(world, 2000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").buffer(10).notices(true));
    world.run_for(5s);
    CHECK(server.count("complete") == 1);
    const auto waiting = numbers.statistics();
    CHECK(waiting.queued > 10);
    CHECK(waiting.queued < 1200); // one second of the server's
    taken got;
    world.run(take_slowly(world, numbers, 0s, got));
    CHECK(got.numbers == up_to(2000));
    REQUIRE(server.starts.size() == 2);
    CHECK(server.starts[1] == static_cast<int>(waiting.received));
    REQUIRE(got.notices.size() == 1);
    CHECK(got.notices[0].why == stream_notice::cause::overflow);
    CHECK(!got.notices[0].gap());
    CHECK(numbers.statistics().resubscribed == 1);
    CHECK(server.accepted() == 1);
}

TEST_CASE("overflow resume: what stalls while its link is being made anew is not stopped on a link that knows nothing "
          "of it") {
    simulation world;
    number_server server(world, 2000);
    std::size_t stopped_before_ack = 0;
    server.on_init([&](auto link, const auto&) {
        if (link.number() == 1) return link.ack();
        world.after(5s, [&, link]() mutable {
            stopped_before_ack = server.count("complete");
            link.ack();
        });
    });
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").buffer(10));
    world.run_for(500ms);
    for (auto& each : server.connections()) each.reset();
    world.run_for(5s);
    CHECK(server.accepted() == 2);
    CHECK(stopped_before_ack == 0);
    taken got;
    world.run(take_slowly(world, numbers, 0s, got));
    CHECK(got.numbers == up_to(2000));
}

TEST_CASE("overflow resume: bytes are a limit at once") {
    simulation world;
    number_server server(world, 1000, 1000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").buffer_bytes(50'000));
    world.run_for(500ms);
    CHECK(server.count("complete") == 1);
    CHECK(numbers.statistics().queued_bytes < 60'000);
    taken got;
    world.run(take_slowly(world, numbers, 3ms, got));
    CHECK(got.numbers == up_to(1000));
    CHECK(server.starts.size() > 5);
}

TEST_CASE("overflow resume: a burst larger than the queue is none, while the consumer takes something") {
    simulation world;
    number_server server(world, 1000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").buffer(4));
    taken got;
    world.run(take_slowly(world, numbers, 3ms, got));
    CHECK(got.numbers == up_to(1000));
    CHECK(server.starts.size() == 1);
}

TEST_CASE("C11: a consumer that stands still costs the others nothing, and pings are answered") {
    for (const auto policy : {overflow_policy::resume, overflow_policy::fail, overflow_policy::drop_oldest}) {
        simulation world;
        number_server server(world, 3000);
        client api(world.executor(),
                   client_options(server.url()).websocket(websocket_options().ping_interval(1s).pong_timeout(100ms)));
        subscribe_options slow;
        slow.resume("/data/n", "after").overflow(policy).buffer(10);
        auto still = api.subscribe(request("subscription($after: Int) { n }"), slow);
        auto quick = api.subscribe(request("subscription { n }"));
        taken got;
        world.run(take_slowly(world, quick, 0s, got));
        CHECK(got.numbers == up_to(3000));
        CHECK(world.now() < 3100ms);
        CHECK(server.accepted() == 1);
        CHECK(server.count("ping") >= 3);
        CHECK(quick.statistics().taken == 3000);
        const auto statistics = still.statistics();
        if (policy == overflow_policy::drop_oldest) CHECK(statistics.dropped == 3000 - 10);
    }
}

TEST_CASE("overflow drop_oldest: the newest stay, and a notice stands where the others are missing") {
    simulation world;
    number_server server(world, 1000);
    client api(world.executor(), server.url());
    subscribe_options options;
    options.overflow(overflow_policy::drop_oldest).buffer(10).notices(true);
    auto numbers = api.subscribe(request("subscription { n }"), options);
    world.run_for(5s);
    taken got;
    world.run(take_slowly(world, numbers, 0s, got));
    REQUIRE(got.numbers.size() == 10);
    CHECK(got.numbers.front() == 991);
    CHECK(got.numbers.back() == 1000);
    REQUIRE(got.notices.size() == 1);
    CHECK(got.notices[0].dropped == 990);
    CHECK(got.notices[0].gap());
    CHECK(numbers.statistics().dropped == 990);
}

TEST_CASE("overflow drop_oldest: the newest stays even where it is larger than all that may wait") {
    simulation world;
    number_server server(world, 3);
    client api(world.executor(), server.url());
    subscribe_options options;
    options.overflow(overflow_policy::drop_oldest).buffer_bytes(1);
    auto numbers = api.subscribe(request("subscription { n }"), options);
    world.run_for(5s);
    taken got;
    world.run(take_slowly(world, numbers, 0s, got));
    CHECK(got.numbers == std::vector{3});
}

TEST_CASE("overflow fail: a consumer that stands still for a second has what was buffered, then the failure") {
    simulation world;
    number_server server(world, 10'000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription { n }"), subscribe_options().buffer(10));
    world.run_for(10s);
    taken got;
    const auto failure = test::caught([&] { world.run(take_slowly(world, numbers, 0s, got)); });
    CHECK(failure.kind() == error_kind::overflow);
    CHECK(got.numbers == up_to(10));
    CHECK(server.count("complete") == 1);
}

TEST_CASE("overflow fail: a burst larger than the queue is none, while the consumer takes something") {
    simulation world;
    number_server server(world, 1000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription { n }"), subscribe_options().buffer(4));
    taken got;
    world.run(take_slowly(world, numbers, 3ms, got));
    CHECK(got.numbers == up_to(1000));
}

TEST_CASE("overflow fail: it does not take another event to notice that the consumer has stopped") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe([](auto link, const auto& operation) {
        for (int n = 1; n <= 100; ++n) link.next(operation.id, "{\"n\":" + std::to_string(n) + "}");
    });
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription { n }"), subscribe_options().buffer(10));
    world.run_for(500ms);
    for (int n = 1; n <= 3; ++n) CHECK(world.run(numbers.next())->data_as<int>("n") == n);
    world.run_for(3s);
    CHECK(server.count("complete") == 1);
    taken got;
    CHECK(test::caught([&] { world.run(take_slowly(world, numbers, 0s, got)); }).kind() == error_kind::overflow);
    CHECK(got.numbers.size() == 10);
}

TEST_CASE("overflow fail: bytes are a limit that makes the socket wait, for the stall time at most") {
    simulation world;
    number_server server(world, 1000, 1000);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription { n }"), subscribe_options().buffer_bytes(50'000));
    world.run_for(10s);
    CHECK(numbers.statistics().queued_bytes < 60'000);
    taken got;
    CHECK(test::caught([&] { world.run(take_slowly(world, numbers, 0s, got)); }).kind() == error_kind::overflow);
}

TEST_CASE("overflow block: the socket is not read, and nothing is lost") {
    simulation world;
    number_server server(world, 2000, 1000);
    client api(world.executor(), server.url());
    auto numbers =
        api.subscribe(request("subscription { n }"), subscribe_options().overflow(overflow_policy::block).buffer(10));
    world.run_for(30s);
    CHECK(numbers.statistics().queued <= 10);
    taken got;
    world.run(take_slowly(world, numbers, 0s, got));
    CHECK(got.numbers == up_to(2000));
}

TEST_CASE("a cursor is kept by the consumer and goes on in another process") {
    simulation world;
    number_server server(world, 20);
    std::optional<json::value> kept;
    {
        client api(world.executor(), server.url());
        auto numbers =
            api.subscribe(request("subscription($after: Int) { n }"), subscribe_options().resume("/data/n", "after"));
        CHECK(!numbers.cursor());
        for (int i = 0; i < 7; ++i) world.run(numbers.next());
        world.run_for(1s); // all 20 have arrived, seven were taken
        kept = numbers.cursor();
    }
    REQUIRE(kept);
    CHECK(*kept == 7);
    client api(world.executor(), server.url());
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").start_from(*kept));
    CHECK(world.run(numbers.next())->data_as<int>("n") == 8);
    CHECK(server.starts == std::vector<int>{0, 7});
}

TEST_CASE("a cursor, and what a stream goes on from, may be nested as deeply as the client reads") {
    simulation world;
    simulated_server server(world);
    const auto deep = std::string(100, '[') + std::string(100, ']');
    std::vector<json::object> variables;
    server.on_subscribe([&](auto link, const auto& operation) {
        variables.push_back(operation.variables);
        link.next(operation.id, "{\"n\":" + deep + "}");
    });
    client api(world.executor(), server.url());
    auto events =
        api.subscribe(request("subscription($after: Int) { n }"), subscribe_options().resume("/data/n", "after"));
    world.run(events.next());
    CHECK(json::serialize(events.cursor().value()) == deep);
    server.connections().front().drop();
    world.run(events.next());
    REQUIRE(variables.size() == 2);
    CHECK(json::serialize(variables[1].at("after")) == deep);
}

TEST_CASE("overflow resume: without a resume hook it would lose events, so it is refused") {
    simulation world;
    simulated_server server(world);
    client api(world.executor(), server.url());
    CHECK(test::caught([&] {
              api.subscribe(request("subscription { n }"), subscribe_options().overflow(overflow_policy::resume));
          }).kind() == error_kind::usage);
}

TEST_CASE("overflow resume: a mutation whose result waits is not sent again") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, R"({"n":1})"); });
    client api(world.executor(), server.url());
    auto result =
        api.subscribe(request("mutation($after: Int) { n }"), subscribe_options().resume("/data/n", "after").buffer(1));
    world.run_for(10s);
    CHECK(world.run(result.next()));
    world.run_for(10s);
    CHECK(server.count("subscribe") == 1);
}

TEST_CASE("overflow fail: others that leave give a consumer that stands still no more time") {
    simulation world;
    number_server server(world, 10'000);
    client api(world.executor(), server.url());
    auto still = api.subscribe(request("subscription { n }"), subscribe_options().buffer(10));
    for (int i = 0; i < 30; ++i) {
        auto leaves =
            api.subscribe(request("subscription { n }"), subscribe_options().overflow(overflow_policy::block));
        world.run_for(100ms);
    }
    taken got;
    CHECK(test::caught([&] { world.run(take_slowly(world, still, 0s, got)); }).kind() == error_kind::overflow);
    CHECK(got.numbers.size() < 3000);
}

TEST_CASE("overflow: what was to be said is said before a consumer is waited for") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        auto in_one_read = wire::bytes({.payload = R"({"type":"ping"})"});
        for (int i = 1; i <= 5; ++i)
            in_one_read += wire::bytes({.payload = R"({"type":"next","id":")" + operation.id +
                                                   R"(","payload":{"data":{"count":)" + std::to_string(i) + "}}}"});
        link.send_bytes(in_one_read);
    });
    client api = on.connect();
    auto stream = counts(api, subscribe_options().overflow(overflow_policy::block).buffer(1));
    on.world.run_for(1s);
    CHECK(on.server.count("pong") == 1);
    auto other = counts(api); // and so is what comes meanwhile
    on.world.run_for(1s);
    CHECK(on.server.count("subscribe") == 2);
    for (int i = 1; i <= 5; ++i) CHECK(on.next(stream) == i);
}
