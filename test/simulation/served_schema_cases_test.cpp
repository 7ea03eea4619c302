// A simulated server that serves a schema, and handlers that see operations over HTTP.
#include "support.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

served_schema counted_numbers() {
    served_schema schema(R"(
        type Query { double(n: Int!): Int! }
        type Subscription { ticks: Int! prices: Int! }
    )");
    schema.resolve("Query.double", [](const json::object&, const json::object& arguments) -> json::value {
        return arguments.at("n").as_int64() * 2;
    });
    schema.subscribe("Subscription.ticks", json::array{1, 2, 3}, std::chrono::milliseconds(1h));
    return schema;
}

asio::awaitable<std::vector<std::string>> all_events(client& api, std::string document) {
    std::vector<std::string> texts;
    auto events = api.subscribe(request(std::move(document)));
    for (;;) {
        const auto event = co_await events.next();
        if (!event) co_return texts;
        texts.push_back(std::string(event->text()));
    }
}

asio::awaitable<std::string> answer_of(client& api, request what) {
    const auto answer = co_await api.execute(std::move(what));
    co_return std::string(answer.text());
}

} // namespace

TEST_CASE("simulated_server: a schema answers over HTTP and websockets, an hour between events") {
    simulation world(3);
    simulated_server server(world);
    server.serve(counted_numbers());
    client api(world.executor(), client_options(server.url()).timeout(0s));
    CHECK(world.run(answer_of(api, request("query($n: Int!) { double(n: $n) }").variable("n", 4))) ==
          R"({"data":{"double":8}})");
    CHECK(world.run(answer_of(api, request("{ twice(n: 4) }"))).find("Cannot query field") != std::string::npos);
    const auto begin = world.now();
    CHECK(world.run(all_events(api, "subscription { ticks }")) ==
          std::vector<std::string>{R"({"data":{"ticks":1}})", R"({"data":{"ticks":2}})", R"({"data":{"ticks":3}})"});
    CHECK(world.now() - begin >= 2h);
}

TEST_CASE("simulated_server: a feed reaches its subscribers, and a dropped one gets all of it again") {
    simulation world(4);
    simulated_server server(world);
    feed prices;
    server.serve(counted_numbers().subscribe("Subscription.prices", prices));
    client api(world.executor(), client_options(server.url()).timeout(0s));
    prices.push(15);
    world.after(1min, [&] { server.connections().at(0).drop(); });
    world.after(2min, [&] {
        prices.push(25);
        prices.end();
    });
    CHECK(world.run(all_events(api, "subscription { prices }")) ==
          std::vector<std::string>{R"({"data":{"prices":15}})", R"({"data":{"prices":15}})",
                                   R"({"data":{"prices":25}})"});
}

TEST_CASE("simulated_server: handlers of requests see the operation") {
    simulation world(5);
    simulated_server server(world);
    simulated_operation seen;
    server.on_request([&](const simulated_request& asked) {
        seen = asked.operation;
        simulated_reply reply;
        reply.body = R"({"data":{"double":8}})";
        return reply;
    });
    client api(world.executor(), server.url());
    world.run(answer_of(api, request("query Twice($n: Int!) { double(n: $n) }").variable("n", 4)));
    CHECK(seen.document == "query Twice($n: Int!) { double(n: $n) }");
    CHECK(seen.variables == json::object{{"n", 4}});
    CHECK(seen.id.empty());
}
