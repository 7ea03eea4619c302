/// Subscriptions against the built-in server: both protocols, reconnects, resume, back-pressure, the generator.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

request count(int to, int after = 0, int every = 0) {
    return request(
               "subscription($after: Int!, $to: Int!, $every: Int) { count(after: $after, to: $to, every: $every) }")
        .variable("after", after)
        .variable("to", to)
        .variable("every", every);
}

client_options quick_sockets(const server& server, websocket_protocol protocol = websocket_protocol::automatic) {
    websocket_options websocket;
    websocket.protocol(protocol).close_timeout(200ms);
    return client_options(server.url())
        .websocket(websocket)
        .reconnect(backoff_options().retries(20).initial(1ms).max(5ms));
}

asio::awaitable<std::vector<int>> collect(subscription& from) {
    std::vector<int> numbers;
    while (auto event = co_await from.next())
        if (!event->notice()) numbers.push_back(event->data_as<int>("count"));
    co_return numbers;
}

std::vector<int> up_to(int last) {
    std::vector<int> numbers;
    for (int i = 1; i <= last; ++i) numbers.push_back(i);
    return numbers;
}

asio::awaitable<std::optional<event>> next(subscription& from) { return from.next(); }

} // namespace

TEST_CASE("subscription: all events in order, then the end, again and again") {
    for (const auto protocol : {websocket_protocol::graphql_transport_ws, websocket_protocol::graphql_ws}) {
        server server;
        asio::io_context loop;
        client api(loop.get_executor(), quick_sockets(server, protocol));
        auto numbers = api.subscribe(count(2000));
        CHECK(run(loop, collect(numbers)) == up_to(2000));
        CHECK(numbers.done());
        CHECK_FALSE(run(loop, next(numbers)).has_value());
    }
}

TEST_CASE("subscription: many share one socket without cross-talk") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    std::vector<subscription> streams;
    for (int i = 0; i < 100; ++i) streams.push_back(api.subscribe(count(50 + i)));
    std::vector<std::future<std::vector<int>>> results;
    for (auto& stream : streams) results.push_back(start(loop, collect(stream)));
    for (int i = 0; i < 100; ++i) CHECK(run_until(loop, results[static_cast<std::size_t>(i)]) == up_to(50 + i));
    CHECK(server.record().websockets_opened == 1);
}

TEST_CASE("subscription: closing the client unsubscribes each stream before the goodbye") {
    for (const auto protocol : {websocket_protocol::graphql_transport_ws, websocket_protocol::graphql_ws}) {
        server server;
        asio::io_context loop;
        client api(loop.get_executor(), quick_sockets(server, protocol));
        auto first = api.subscribe(count(1000, 0, 10)), second = api.subscribe(count(1000, 0, 10));
        CHECK(run(loop, next(first)).has_value());
        CHECK(run(loop, next(second)).has_value());
        run(loop, api.close());
        CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
        const auto stop = protocol == websocket_protocol::graphql_ws ? "\"stop\"" : "\"complete\"";
        const auto messages = server.record().messages;
        CHECK(std::count_if(messages.begin(), messages.end(),
                            [&](const std::string& message) { return message.find(stop) != std::string::npos; }) == 2);
        // What had arrived before comes first.
        CHECK(caught([&] { run(loop, collect(first)); }).kind() == error_kind::cancelled);
    }
}

TEST_CASE("subscription: resumes through every kind of cut, losing and repeating nothing") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    server.inject(fault::after_events(7).drop(cut::reset));
    server.inject(fault::after_events(5).drop(cut::close));
    server.inject(fault::after_events(4).close(1000));
    server.inject(fault::after_events(3).close(1011, "oops"));
    server.inject(fault::after_events(2).close(4500));
    auto numbers = api.subscribe(count(60), subscribe_options().resume("/data/count", "after"));
    CHECK(run(loop, collect(numbers)) == up_to(60));
    CHECK(server.record().websockets_opened == 6);
    CHECK(server.record().websockets_live <= 1);
}

TEST_CASE("subscription: the resume hook sees the last event and decides the variables") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    int calls = 0;
    resume_hook hook = [&](json::object& variables, const response* last) {
        ++calls;
        REQUIRE(last);
        variables["after"] = last->data().at("count");
    };
    server.inject(fault::after_events(3).drop());
    auto numbers = api.subscribe(count(9), subscribe_options().resume(hook));
    CHECK(run(loop, collect(numbers)) == up_to(9));
    CHECK(calls == 1);
}

TEST_CASE("subscription: what the resume hook throws ends the stream, behind what was delivered") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    resume_hook hook = [](json::object&, const response*) { throw std::runtime_error("no way back"); };
    server.inject(fault::after_events(2).drop());
    auto doomed = api.subscribe(count(9), subscribe_options().resume(hook));
    CHECK(run(loop, next(doomed))->data_as<int>("count") == 1);
    CHECK(run(loop, next(doomed))->data_as<int>("count") == 2);
    for (int again = 0; again < 2; ++again)
        CHECK_THROWS_WITH(run(loop, next(doomed)), "the resume hook threw: no way back");
}

TEST_CASE("subscription: a notice stands where the gap is") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    server.inject(fault::after_events(2).drop());
    auto numbers = api.subscribe(count(4), subscribe_options().notices(true).resume("/data/count", "after"));
    std::vector<std::string> seen;
    for (int i = 0; i < 5; ++i) {
        const auto event = run(loop, next(numbers));
        REQUIRE(event.has_value());
        seen.push_back(event->notice() ? "notice" : std::to_string(event->data_as<int>("count")));
        if (event->notice()) {
            CHECK(event->notice()->attempts == 1);
            CHECK(event->notice()->resumed);
        }
    }
    CHECK(seen == std::vector<std::string>{"1", "2", "notice", "3", "4"});
}

TEST_CASE("subscription: gives up after the allowed attempts, with the last failure") {
    server server;
    asio::io_context loop;
    const auto thrice = backoff_options().retries(3).initial(1ms).max(1ms);
    client api(loop.get_executor(), client_options(server.url()).reconnect(thrice));
    server.inject(fault::on_upgrade().answer(503, "no").standing());
    auto numbers = api.subscribe(count(4));
    const auto failure = caught([&] { run(loop, next(numbers)); });
    CHECK(failure.kind() == error_kind::http);
    CHECK(failure.http_status() == 503u);
    CHECK(failure.attempts() == 4);
}

TEST_CASE("subscription: a server that acknowledges and dies does not start the count again") {
    server server;
    asio::io_context loop;
    const auto thrice = backoff_options().retries(3).initial(1ms).max(1ms);
    client api(loop.get_executor(), client_options(server.url()).reconnect(thrice));
    server.inject(fault::on_operation().drop().standing());
    auto numbers = api.subscribe(count(4));
    CHECK(caught([&] { run(loop, next(numbers)); }).kind() == error_kind::lost);
    CHECK(server.record().websockets_opened == 4);
}

TEST_CASE("subscription: final and credential close codes end it at once") {
    const std::pair<std::uint16_t, error_kind> cases[] = {{4400, error_kind::protocol},
                                                          {4409, error_kind::protocol},
                                                          {4401, error_kind::credentials},
                                                          {1009, error_kind::limit}};
    for (const auto& [code, kind] : cases) {
        server server;
        asio::io_context loop;
        client api(loop.get_executor(), quick_sockets(server));
        server.inject(fault::after_events(1).close(code).standing());
        auto numbers = api.subscribe(count(4));
        CHECK(run(loop, next(numbers)).has_value());
        const auto failure = caught([&] { run(loop, next(numbers)); });
        CHECK(failure.kind() == kind);
        CHECK(failure.close_code() == code);
        CHECK(server.record().websockets_opened == 1);
    }
}

TEST_CASE("subscription: destroying the handle unsubscribes, and the socket stays for others") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    auto kept = api.subscribe(count(1'000'000, 0, 5));
    {
        auto left = api.subscribe(count(1'000'000, 0, 5));
        CHECK(run(loop, next(left)).has_value());
    }
    CHECK(run(loop, next(kept)).has_value());
    auto one_left = std::async(std::launch::async, [&] {
        return server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 1; });
    });
    CHECK(run_until(loop, one_left));
    CHECK(run(loop, next(kept)).has_value());
    CHECK(server.record().websockets_opened == 1);
}

TEST_CASE("subscription: a burst larger than the queue loses nothing, whatever the policy") {
    for (const auto policy : {overflow_policy::fail, overflow_policy::block}) {
        server server;
        asio::io_context loop;
        client api(loop.get_executor(), quick_sockets(server));
        auto numbers = api.subscribe(count(5000), subscribe_options().overflow(policy).buffer(4));
        CHECK(run(loop, collect(numbers)) == up_to(5000));
    }
}

TEST_CASE("subscription: a consumer that stands still overflows after the stall time") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    auto numbers = api.subscribe(count(5000, 0, 1), subscribe_options().buffer(4).stall_timeout(20ms));
    CHECK(run(loop, next(numbers)).has_value());
    loop.restart();
    loop.run_for(100ms);
    int taken = 0;
    const auto failure = caught([&] {
        while (run(loop, next(numbers))) ++taken;
    });
    CHECK(failure.kind() == error_kind::overflow);
    CHECK(taken >= 3); // what was buffered comes first
    auto others = api.subscribe(count(3));
    CHECK(run(loop, collect(others)) == up_to(3));
}

TEST_CASE("subscription: a half-open link is found by the missing pong") {
    server server;
    asio::io_context loop;
    websocket_options websocket;
    websocket.ping_interval(10ms).pong_timeout(2s);
    client api(loop.get_executor(),
               client_options(server.url()).websocket(websocket).reconnect(backoff_options().retries(3).initial(1ms)));
    server.inject(fault::on_ping().silence());
    auto numbers = api.subscribe(count(20, 0, 10), subscribe_options().resume("/data/count", "after"));
    CHECK(run(loop, collect(numbers)) == up_to(20));
    CHECK(server.record().websockets_opened == 2);
}

TEST_CASE("subscription: the ack has its deadline") {
    server server;
    asio::io_context loop;
    websocket_options websocket;
    websocket.ack_timeout(2s);
    client api(loop.get_executor(),
               client_options(server.url()).websocket(websocket).reconnect(backoff_options().retries(1).initial(1ms)));
    server.inject(fault::on_init().ignore());
    auto numbers = api.subscribe(count(3));
    CHECK(run(loop, collect(numbers)) == up_to(3));
    CHECK(server.record().websockets_opened == 2);
}

TEST_CASE("subscription: credentials are fresh for every connection, and refreshed once after a refusal") {
    server server(server_options().api_key("second"));
    asio::io_context loop;
    std::vector<bool> asked;
    credentials_provider provider = [&](bool refused) -> asio::awaitable<credentials> {
        asked.push_back(refused);
        credentials given;
        given.authorization(refused ? "second" : "first");
        co_return given;
    };
    client api(loop.get_executor(), quick_sockets(server).credentials(provider));
    auto numbers = api.subscribe(count(3));
    CHECK(run(loop, collect(numbers)) == up_to(3));
    CHECK(asked == std::vector<bool>{false, true});
}

TEST_CASE("subscription: queries and mutations travel over the socket too") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server).operations_over_websocket(true));
    const auto answer = run(loop, api.execute(request("{ hello(name: \"socket\") }")));
    CHECK(answer.data_as<std::string>("hello") == "Hello, socket!");
    CHECK(answer.http_status() == 0);

    // A mutation whose link is lost may have run: it is not sent again.
    server.inject(fault::on_operation().drop());
    const auto failure = caught([&] { run(loop, api.execute(request("mutation { addBook(title: \"x\") { id } }"))); });
    CHECK(failure.kind() == error_kind::lost);
    CHECK(failure.possibly_executed());
}

TEST_CASE("subscription: deadlines for the start and for the first event") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    server.inject(fault::on_operation().ignore());
    auto silent = api.subscribe(count(3), subscribe_options().first_event_timeout(20ms));
    CHECK(caught([&] { run(loop, next(silent)); }).kind() == error_kind::timeout);

    server.stop_listening();
    run(loop, api.close());
    auto nowhere = api.subscribe(count(3).timeout(30ms));
    const auto failure = caught([&] { run(loop, next(nowhere)); });
    CHECK(failure.kind() == error_kind::timeout);
    CHECK(failure.last_failure().find("refused") != std::string_view::npos);
}

TEST_CASE("subscription: a second consumer is refused") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_sockets(server));
    server.inject(fault::on_operation().ignore());
    auto numbers = api.subscribe(count(3));
    auto first = start(loop, next(numbers));
    loop.poll();
    CHECK(caught([&] { run(loop, next(numbers)); }).kind() == error_kind::usage);
    numbers.close();
    CHECK_FALSE(run_until(loop, first).has_value());
}

TEST_CASE("subscription: closing the client ends streams as cancelled; a loop that goes away leaks nothing") {
    server server;
    auto loop = std::make_unique<asio::io_context>();
    auto api = std::make_unique<client>(loop->get_executor(), quick_sockets(server));
    auto numbers = api->subscribe(count(1'000'000, 0, 1));
    CHECK(run(*loop, next(numbers)).has_value());
    run(*loop, api->close());
    const auto failure = caught([&] {
        while (run(*loop, next(numbers))) {
        }
    });
    CHECK(failure.kind() == error_kind::cancelled);

    // As in Asio, what lives on a loop goes before the loop: the handle inside the coroutine goes with it.
    const auto wait = [](subscription from) -> asio::awaitable<void> {
        while (co_await from.next()) {
        }
    };
    asio::co_spawn(*loop, wait(api->subscribe(count(1'000'000, 0, 1000))), [](std::exception_ptr) {});
    loop->restart();
    loop->run_for(20ms);
    numbers = subscription();
    api.reset();
    loop.reset(); // the leak sanitizer looks at what is left
}
