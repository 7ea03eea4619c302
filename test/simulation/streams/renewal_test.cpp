// Credentials: refreshed once for all, and ahead of time, without a consumer's notice.
#include "../support.hpp"

#include <map>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

/// Gives token 1, 2, 3, …, each good for so long.
class token_source {
public:
    explicit token_source(std::chrono::nanoseconds life) : life_(life) {}

    asio::awaitable<credentials> give(bool refused) {
        asked += refused ? 0 : 1;
        refreshed += refused ? 1 : 0;
        if (refused || token == 0) ++token;
        credentials given;
        given.authorization("token-" + std::to_string(token)).valid_for(life_);
        co_return given;
    }
    credentials_provider provider() {
        return [this](bool refused) { return give(refused); };
    }

    int token = 0, asked = 0, refreshed = 0;

private:
    std::chrono::nanoseconds life_;
};

/// Sends an event to who has this token, and refuses all others.
void send_one_to(simulated_server& server, const char* token) {
    server.on_init([token](auto link, const json::object& payload) {
        if (payload.at("Authorization") != token) return link.close(4401, "no");
        link.ack();
    });
    server.on_subscribe(test::send_one);
}

/// Counts up for ever, a number a second, from the variable `after`; sessions end with 4401 when their token is old.
void count_for_ever(simulation& world, simulated_server& server, std::vector<std::string>& tokens,
                    std::chrono::nanoseconds life) {
    server.on_init([&world, &tokens, life](auto link, const json::object& payload) {
        tokens.emplace_back(payload.at("Authorization").as_string());
        world.after(life, [link]() mutable { link.close(4401, "expired"); });
        link.ack();
    });
    struct counting {
        static void go(simulation& in, simulated_connection link, std::string id, std::int64_t n) {
            if (!link.open()) return;
            link.next(id, "{\"n\":" + std::to_string(n) + "}");
            in.after(1s, [&in, link, id, n] { go(in, link, id, n + 1); });
        }
    };
    server.on_subscribe([&](auto link, const auto& operation) {
        const auto* after = operation.variables.if_contains("after");
        counting::go(world, link, operation.id, after ? after->as_int64() + 1 : 1);
    });
}

} // namespace

TEST_CASE("credentials about to expire: another websocket takes over, and no consumer notices") {
    simulation world;
    simulated_server server(world);
    std::vector<std::string> tokens;
    count_for_ever(world, server, tokens, 10min);
    token_source source(10min);
    int disconnected_badly = 0;
    client_options options(server.url());
    options.credentials(source.provider()).on_lifecycle([&](const lifecycle_event& event) {
        if (event.what == lifecycle_event::type::disconnected && event.reason->kind() != error_kind::cancelled)
            ++disconnected_badly;
    });
    client api(world.executor(), options);
    auto numbers = api.subscribe(request("subscription($after: Int) { n }"),
                                 subscribe_options().resume("/data/n", "after").notices(true));
    for (int n = 1; n <= 3600; ++n) {
        const auto event = world.run(numbers.next(), 10s);
        REQUIRE(event);
        REQUIRE(!event->notice());
        REQUIRE(event->data_as<int>("n") == n);
    }
    CHECK(disconnected_badly == 0);
    CHECK(server.accepted() == 7); // an hour, and nine minutes each
    CHECK(tokens.back() == "token-7");
    CHECK(server.connections().size() == 1);
}

TEST_CASE("renewal waits for a mutation that is under way") {
    simulation world;
    simulated_server server(world);
    int executed = 0;
    server.on_subscribe([&](auto link, const auto& operation) {
        if (operation.document.starts_with("mutation")) {
            ++executed;
            world.after(3min, [link, id = operation.id]() mutable {
                link.next(id, R"({"done":true})");
                link.complete(id);
            });
        }
    });
    token_source source(10min);
    client api(world.executor(),
               client_options(server.url()).credentials(source.provider()).operations_over_websocket(true).timeout(0s));
    auto stays = api.subscribe(request("subscription { n }"));
    world.run_for(8min); // the renewal is due at nine
    const auto answer = world.run(api.execute(request("mutation { done }")));
    CHECK(answer.data_as<bool>("done"));
    CHECK(executed == 1);
    CHECK(server.accepted() == 1);
    world.run_for(1min);
    CHECK(server.accepted() >= 2);
    CHECK(server.connections().size() == 1);
}

TEST_CASE("one refresh serves the websocket and all requests that were refused") {
    simulation world;
    simulated_server server(world);
    send_one_to(server, "token-2");
    server.on_request([](const simulated_request& request) {
        simulated_reply reply;
        const auto fresh = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& field) {
            return field.first == "Authorization" && field.second == "token-2";
        });
        if (fresh)
            reply.body = R"({"data":{"n":1}})";
        else
            reply.status = 401;
        return reply;
    });
    token_source source(0s);
    client api(world.executor(), client_options(server.url()).credentials(source.provider()));
    auto numbers = api.subscribe(request("subscription { n }"));
    int answered = 0;
    for (int i = 0; i < 20; ++i)
        api.async_execute(request("{ n }"), [&](std::exception_ptr failure, const response&) {
            CHECK(!failure);
            ++answered;
        });
    CHECK(world.run(numbers.next())->data_as<int>("n") == 1);
    CHECK(world.run_until([&] { return answered == 20; }, 1min));
    CHECK(source.refreshed == 1);
}

TEST_CASE("a server that always refuses is asked twice, and again and again by nobody") {
    simulation world;
    simulated_server server(world);
    server.on_init([](auto link, const auto&) { link.close(4401, "no"); });
    server.on_request([](const auto&) {
        simulated_reply reply;
        reply.status = 401;
        return reply;
    });
    token_source source(0s);
    client api(world.executor(), client_options(server.url()).credentials(source.provider()));
    auto numbers = api.subscribe(request("subscription { n }"));
    int refused = 0;
    for (int i = 0; i < 50; ++i)
        api.async_execute(request("{ n }"),
                          [&](std::exception_ptr failure, const response&) { refused += failure != nullptr; });
    CHECK(test::caught([&] { world.run(numbers.next(), 1h); }).kind() == error_kind::credentials);
    CHECK(world.run_until([&] { return refused == 50; }, 1min));
    CHECK(api.statistics().attempts <= 3 * 50);
    CHECK(server.count("connection_init") <= 3);
}

TEST_CASE("an event before each refusal does not make a tight loop") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, R"({"n":1})");
        link.close(4401, "expired");
    });
    token_source source(0s);
    client api(world.executor(), client_options(server.url()).credentials(source.provider()));
    auto numbers = api.subscribe(request("subscription { n }"));
    world.run_for(1h);
    CHECK(server.accepted() < 250);
}

TEST_CASE("who waits for another's refresh that is given up asks for itself") {
    simulation world;
    simulated_server server(world);
    send_one_to(server, "token-2");
    server.on_request([](const auto&) {
        simulated_reply reply;
        reply.status = 401;
        return reply;
    });
    struct slow_source {
        static asio::awaitable<credentials> give(simulation& in, int& begun, int& done, bool refused) {
            if (refused) {
                ++begun;
                co_await in.sleep(2s);
                ++done;
            }
            credentials given;
            given.authorization(done == 0 ? "token-1" : "token-2");
            co_return given;
        }
    };
    int refreshes = 0, done = 0;
    client_options options(server.url());
    options.credentials([&](bool refused) { return slow_source::give(world, refreshes, done, refused); });
    client api(world.executor(), options);
    request impatient("{ n }");
    impatient.timeout(1s);
    api.async_execute(std::move(impatient), [](std::exception_ptr, const response&) {});
    world.run_for(10ms);
    auto numbers = api.subscribe(request("subscription { n }"));
    CHECK(world.run(numbers.next(), 1min)->data_as<int>("n") == 1);
    CHECK(refreshes == 2);
}

TEST_CASE("close() ends a renewal, and none begins after it") {
    for (auto moment = 530s; moment < 550s; moment += 1s) {
        simulation world;
        world.network().latency(1s); // a renewal takes its time
        simulated_server server(world);
        token_source source(10min);
        client api(world.executor(), client_options(server.url()).credentials(source.provider()).timeout(0s));
        auto numbers = api.subscribe(request("subscription { n }"));
        auto mutation = api.subscribe(request("mutation { n }"));
        if (moment.count() % 2 == 0) mutation.close();
        world.run_for(moment);
        world.run(api.close(), 5s);
        const auto asked = source.asked + source.refreshed;
        const auto accepted = server.accepted();
        world.run_for(1h);
        CHECK(source.asked + source.refreshed == asked);
        CHECK(server.accepted() == accepted);
        CHECK(server.connections().empty());
    }
}

TEST_CASE("a link that is kept idle is not renewed, and is when it is used again") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe(test::send_one);
    token_source source(5min);
    client_options options(server.url());
    options.credentials(source.provider()).websocket(websocket_options().idle_timeout(2h));
    client api(world.executor(), options);
    world.run(api.connect(), 1min);
    world.run_for(1h);
    CHECK(api.connected());
    CHECK(server.accepted() == 1);
    auto numbers = api.subscribe(request("subscription { n }"));
    CHECK(world.run(numbers.next()));
    world.run_for(1min);
    CHECK(server.accepted() == 2);
    CHECK(server.connections().size() == 1);
    CHECK(api.statistics().down < 1s);
}
