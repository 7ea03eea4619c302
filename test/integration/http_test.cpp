/// Queries and mutations over HTTP against the built-in server: the pool, retries, deadlines, cancellation.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

const char* hello = "query($name: String!) { hello(name: $name) }";
const char* add_book_text = "mutation A($title: String!) { addBook(title: $title) { id } }";

request say_hello(const std::string& name) { return request(hello).variable("name", name); }

request add_book(const std::string& title) { return request(add_book_text).variable("title", title); }

client_options quick_http(const server& server) {
    client_options options(server.url());
    options.retry(retry_options().initial(1ms).max(5ms));
    return options;
}

response execute(asio::io_context& loop, client& api, request operation) {
    return run(loop, api.execute(std::move(operation)));
}

} // namespace

TEST_CASE("http: one connection serves many requests") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    for (int i = 0; i < 20; ++i) {
        const auto answer = execute(loop, api, say_hello(std::to_string(i)));
        CHECK(answer.data_as<std::string>("hello") == "Hello, " + std::to_string(i) + "!");
        CHECK(answer.http_status() == 200);
        CHECK(answer.header("content-type").has_value());
    }
    CHECK(server.record().connections_accepted == 1);
}

TEST_CASE("http: the pool is bounded and fair") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server).http(http_options().max_connections(3)));
    server.inject(fault::on_request().delay(5ms).standing());
    std::vector<std::future<response>> answers;
    for (int i = 0; i < 30; ++i) answers.push_back(start(loop, api.execute(say_hello(std::to_string(i)))));
    for (auto& answer : answers) CHECK(run_until(loop, answer).ok());
    CHECK(server.record().connections_accepted == 3);
    CHECK(server.record().executed("hello") == 30);
}

TEST_CASE("http: a full queue refuses at once") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server).http(http_options().max_connections(1).max_waiting(1)));
    server.inject(fault::on_request().delay(50ms).standing());
    auto first = start(loop, api.execute(say_hello("1")));
    auto second = start(loop, api.execute(say_hello("2")));
    auto third = start(loop, api.execute(say_hello("3")));
    const auto refused = caught([&] { run_until(loop, third); });
    CHECK(refused.kind() == error_kind::limit);
    CHECK(refused.phase() == error_phase::queue);
    CHECK_FALSE(refused.possibly_executed());
    CHECK(run_until(loop, first).ok());
    CHECK(run_until(loop, second).ok());
}

TEST_CASE("http: an idle connection that the server closed is noticed") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server).retry(retry_options().retries(0)));
    execute(loop, api, say_hello("a"));
    server.drop_connections();
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
    CHECK(execute(loop, api, add_book("after-drop")).ok());
    CHECK(server.record().executed("addBook") == 1);
}

TEST_CASE("http: idle connections are closed after their time") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server).http(http_options().idle_timeout(10ms)));
    execute(loop, api, say_hello("a"));
    const auto others = asio::make_work_guard(loop); // an idle connection alone keeps no loop running
    loop.restart();
    while (api.statistics().http_open > 0 && loop.run_one_for(10s) > 0) {
    }
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}

TEST_CASE("http: 503 with Retry-After is waited for, a mutation is repeated after it") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().answer(503, "busy").header("Retry-After", "0").times(2));
    const auto answer = execute(loop, api, add_book("patient"));
    CHECK(answer.ok());
    CHECK(answer.attempts() == 3);
    CHECK(server.record().executed("addBook") == 1);
}

TEST_CASE("http: a mutation that may have run is never repeated") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().after_execution().drop(cut::reset));
    const auto failure = caught([&] { execute(loop, api, add_book("once")); });
    CHECK(failure.kind() == error_kind::lost);
    CHECK(failure.possibly_executed());
    CHECK(failure.attempts() == 1);
    CHECK(server.record().executed("addBook") == 1);

    SUBCASE("a query is") {
        server.inject(fault::on_request().after_execution().drop(cut::reset));
        CHECK(execute(loop, api, say_hello("again")).attempts() == 2);
    }
    SUBCASE("a mutation marked idempotent is") {
        server.inject(fault::on_request().after_execution().drop(cut::reset));
        CHECK(execute(loop, api, add_book("twice").idempotent(true)).attempts() == 2);
        CHECK(server.record().executed("addBook") == 3);
    }
}

TEST_CASE("http and websocket: a mutation that close() cut off may have run") {
    for (const bool over_websocket : {false, true}) {
        CAPTURE(over_websocket);
        server server;
        client_options options(server.url());
        blocking_client api(options.operations_over_websocket(over_websocket));
        server.inject(fault::on_request().operation("addBook").silence());
        server.inject(fault::on_operation().operation("addBook").silence());
        auto answer = api.start(add_book("cut"));
        REQUIRE(server.wait_until([&](const server_record& seen) {
            return over_websocket ? seen.acknowledged == 1 && seen.messages.size() == 2 : seen.requests == 1;
        }));
        api.close();
        const auto failure = caught([&] { answer.get(); });
        CHECK(failure.kind() == error_kind::cancelled);
        CHECK(failure.possibly_executed());
    }
}

TEST_CASE("http: the deadline covers attempts and waits, and its error carries the last failure") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(),
               quick_http(server).retry(retry_options().retries(-1).initial(5ms).max(5ms).budget(-1, 0)).timeout(1s));
    server.inject(fault::on_request().answer(502, "bad gateway").standing());
    const auto failure = caught([&] { execute(loop, api, say_hello("x")); });
    CHECK(failure.kind() == error_kind::timeout);
    CHECK(failure.http_status() == 502u);
    CHECK(failure.attempts() > 1);
    CHECK(failure.last_failure().find("502") != std::string_view::npos);
}

TEST_CASE("http: a timed-out or cancelled request does not poison the pool") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().delay(400ms).times(2));

    const auto late = caught([&] { execute(loop, api, say_hello("slow").timeout(20ms)); });
    CHECK(late.kind() == error_kind::timeout);

    asio::cancellation_signal cancel;
    auto answer = asio::co_spawn(loop, api.execute(say_hello("stopped")),
                                 asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
    asio::steady_timer soon(loop, 20ms);
    soon.async_wait([&](boost::system::error_code) { cancel.emit(asio::cancellation_type::terminal); });
    CHECK_THROWS_AS(run_until(loop, answer), boost::system::system_error);

    for (int i = 0; i < 5; ++i)
        CHECK(execute(loop, api, say_hello(std::to_string(i))).data_as<std::string>("hello") ==
              "Hello, " + std::to_string(i) + "!");
}

TEST_CASE("http: a truncated answer is a protocol error, tried again for a query") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().truncate(5));
    CHECK(execute(loop, api, say_hello("x")).attempts() == 2);
    server.inject(fault::on_request().truncate(5));
    const auto failure = caught([&] { execute(loop, api, add_book("cut")); });
    CHECK(failure.kind() == error_kind::protocol);
    CHECK(failure.possibly_executed());
}

TEST_CASE("http: partial data is kept together with its errors") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    const auto answer = execute(loop, api, request("{ missing }"));
    CHECK_FALSE(answer.ok());
    CHECK(answer.errors().size() == 1);
    const auto failure = caught([&] { answer.data_as<std::string>("missing"); });
    CHECK(failure.kind() == error_kind::graphql);
    CHECK(failure.errors().size() == 1);
}

TEST_CASE("http: what is pending when the client closes ends as cancelled, and new work may follow") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().delay(5s));
    auto pending = start(loop, api.execute(say_hello("never")));
    loop.restart();
    loop.run_for(20ms);
    run(loop, api.close());
    CHECK(caught([&] { run_until(loop, pending); }).kind() == error_kind::cancelled);
    CHECK(execute(loop, api, say_hello("again")).ok());
}

TEST_CASE("http: destroying the client in mid-request ends the request and the loop") {
    server server;
    asio::io_context loop;
    auto api = std::make_unique<client>(loop.get_executor(), quick_http(server));
    server.inject(fault::on_request().delay(5s));
    auto pending = start(loop, api->execute(say_hello("never")));
    loop.run_for(20ms);
    api.reset();
    CHECK(caught([&] { run_until(loop, pending); }).kind() == error_kind::cancelled);
    loop.restart();
    const auto begin = std::chrono::steady_clock::now();
    loop.run(); // nothing is left to do
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("http: a loop that goes away with requests in flight leaks nothing") {
    server server;
    server.inject(fault::on_request().delay(5s).standing());
    auto loop = std::make_unique<asio::io_context>();
    auto api =
        std::make_unique<client>(loop->get_executor(), quick_http(server).http(http_options().max_connections(1)));
    for (int i = 0; i < 3; ++i)
        asio::co_spawn(*loop, api->execute(say_hello("x")), [](std::exception_ptr, response) {});
    loop->run_for(20ms);
    api.reset();
    loop.reset(); // the leak sanitizer looks at what is left
}

TEST_CASE("http: 1,000 requests on 8 connections while the server restarts twice: in time, no mutation twice") {
    constexpr int requests = 1000;
    server server;
    asio::io_context loop;
    client_options options(server.url());
    options.timeout(20s).http(http_options().max_connections(8));
    options.retry(retry_options().retries(20).initial(1ms).max(20ms));
    client api(loop.get_executor(), options);
    // Executed or not, four of the next are without an answer when the server restarts.
    const auto hold_some = [&] {
        server.inject(fault::on_request().delay(2s).times(2));
        server.inject(fault::on_request().after_execution().delay(2s).times(2));
    };
    const auto restart = [&] {
        server.clear_faults();
        server.stop_listening();
        server.drop_connections(cut::reset);
        server.resume_listening();
    };
    int ended = 0, answered = 0;
    std::vector<std::string> certain; ///< runs that were answered for
    std::vector<std::string> never;   ///< runs that cannot have been made
    for (int i = 0; i < requests; ++i) {
        const auto name = "run-" + std::to_string(i);
        const bool mutation = i % 2 == 0;
        asio::co_spawn(
            loop, api.execute(mutation ? add_book(name) : say_hello(name)),
            [&, name, mutation](std::exception_ptr failure, response answer) {
                if (!failure) {
                    CHECK(answer.ok());
                    ++answered;
                    if (mutation) certain.push_back(name);
                } else {
                    const auto why = caught([&] { std::rethrow_exception(failure); });
                    CAPTURE(why.what());
                    const auto kind = why.kind();
                    CHECK((kind == error_kind::lost || kind == error_kind::protocol || kind == error_kind::connect));
                    CHECK(mutation); // queries are asked again
                    if (!why.possibly_executed()) never.push_back(name);
                }
                ++ended;
                if (ended == 280 || ended == 580) hold_some();
                if (ended == 300 || ended == 600) restart();
            });
    }
    const auto begin = std::chrono::steady_clock::now();
    while (ended < requests && std::chrono::steady_clock::now() < begin + 30s) {
        loop.restart();
        loop.run_one_for(1s);
    }
    CHECK(ended == requests);
    CHECK(std::chrono::steady_clock::now() - begin < 20s + 1s);
    CHECK(answered >= requests - 2 * 8); // what restarts can catch,
    CHECK(answered < requests);          // and did
    CHECK(server.record().connections_accepted >= 3 * 8);
    const auto books = execute(loop, api, request("{ books(first: 10000) { nodes { title } } }"));
    std::multiset<std::string> made;
    for (const auto& book : books.data().at("books").at("nodes").as_array()) made.emplace(book.at("title").as_string());
    for (const auto& name : made) CHECK(made.count(name) == 1);
    for (const auto& name : certain) CHECK(made.count(name) == 1);
    for (const auto& name : never) CHECK(made.count(name) == 0);
    CHECK(server.record().executed("addBook") + 10 == made.size()); // ten were there
}

TEST_CASE("http: wrong calls are refused before anything is sent") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), quick_http(server));
    const auto code = [&](request operation) {
        return caught([&] { execute(loop, api, std::move(operation)); }).kind();
    };
    CHECK(code(request("subscription { ticks }")) == error_kind::usage);
    CHECK(code(say_hello("x").header("X-Evil", "a\r\nInjected: yes")) == error_kind::config);
    CHECK(code(request(hello).variable("name", std::numeric_limits<double>::quiet_NaN())) == error_kind::usage);
    CHECK(server.record().connections_accepted == 0);
}
