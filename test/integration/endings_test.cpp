// How a program, or a loop, comes to its end.
#include "../support/child.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

asio::awaitable<void> ask(client& api) {
    request question("query { hello(name: \"x\") }");
    co_await api.execute(std::move(question));
}

asio::awaitable<void> count_to_two(client& api) {
    auto events = api.subscribe(request("subscription { count(to: 2) }"));
    while (true) {
        const auto event = co_await events.next();
        if (!event) break;
    }
}

asio::awaitable<void> count_and_leave(client& api) {
    auto events = api.subscribe(request("subscription { count(to: 2000000) }"));
    co_await events.next();
}

/// How long run() takes until there is nothing left to do, with the client alive.
std::chrono::nanoseconds time_of(asio::io_context& loop, asio::awaitable<void> work) {
    asio::co_spawn(loop, std::move(work), [](std::exception_ptr failure) { CHECK(!failure); });
    const auto begin = std::chrono::steady_clock::now();
    loop.restart();
    loop.run_for(30s);
    CHECK(loop.stopped());
    return std::chrono::steady_clock::now() - begin;
}

} // namespace

TEST_CASE("endings: an idle client is no work: run() returns behind the last answer") {
    server server;
    for (const bool strand : {true, false}) {
        CAPTURE(strand);
        asio::io_context loop{1};
        client api(loop.get_executor(), client_options(server.url()).single_threaded(!strand));
        CHECK(time_of(loop, ask(api)) < 5s);
        CHECK(api.statistics().http_idle == 1);
        CHECK(time_of(loop, ask(api)) < 5s);
        CHECK(api.statistics().http_dials == 1); // it was kept
    }
}

TEST_CASE("endings: an idle connection is closed after its time while the loop runs for others") {
    server server;
    asio::io_context loop{1};
    client api(loop.get_executor(), client_options(server.url()).http(http_options().idle_timeout(20ms)));
    time_of(loop, ask(api));
    asio::steady_timer others(loop);
    loop.restart();
    const auto begin = std::chrono::steady_clock::now();
    while (api.statistics().http_open > 0 && std::chrono::steady_clock::now() - begin < 10s) {
        others.expires_after(5ms);
        others.async_wait([](const boost::system::error_code&) {});
        loop.restart();
        loop.run_one();
    }
    CHECK(api.statistics().http_open == 0);
}

TEST_CASE("endings: behind the last subscription run() returns within the idle timeout, and at once without a link") {
    server server;
    asio::io_context loop{1};
    client quick(loop.get_executor(), client_options(server.url()).websocket(websocket_options().idle_timeout(50ms)));
    CHECK(time_of(loop, count_to_two(quick)) < 5s);
    CHECK(time_of(loop, count_and_leave(quick)) < 5s);
    client slow(loop.get_executor(), client_options(server.url()).websocket(websocket_options().idle_timeout(1h)));
    auto cut_then = [&]() -> asio::awaitable<void> {
        co_await count_to_two(slow);
        server.drop_connections();
    };
    CHECK(time_of(loop, cut_then()) < 5s);
    CHECK(!slow.connected());
}

TEST_CASE("endings: an idle client is no work of a thread pool either") {
    server server;
    const auto begin = std::chrono::steady_clock::now();
    asio::thread_pool pool(2);
    client api(pool.get_executor(), client_options(server.url()));
    asio::co_spawn(pool, ask(api), [](std::exception_ptr failure) { CHECK(!failure); });
    pool.join();
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("endings: a program ends with a static client, from any thread, in a child too, and from its own loop") {
    server server;
    for (const char* how : {"static", "exit on the loop", "exit on another thread", "fork", "fork behind futures",
                            "used at exit", "own thread"}) {
        CAPTURE(how);
        test::child program("ENDINGS_PROGRAM", {how, server.url()});
        program.read(); // until it has ended; a hang is for the test's own time limit
        const int status = program.wait();
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 3);
    }
}

TEST_CASE("endings: a blocking client released on its own loop's thread says goodbye all the same") {
    server server;
    {
        auto api = std::make_shared<blocking_client>(client_options(server.url()));
        auto events = api->subscribe(request("subscription { count(to: 1) }")).release();
        CHECK(api->start(request("{ hello(name: \"x\") }")).get().ok());
        const auto executor = api->loop()->executor();
        asio::post(executor, [api = std::move(api), events = std::move(events)]() mutable { api.reset(); });
    }
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}
