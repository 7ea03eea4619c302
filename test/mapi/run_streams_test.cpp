/// What is built on streams: logs, waiting for a status, and what SIGTERM does to them.
#include "support.hpp"

#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/sigterm.hpp>
#include <corogql/mapi/wait_for_run.hpp>

#include <random>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::cut;
using testing::fault;
using testing::mapi_server;
using testing::server_record;

TEST_CASE("mapi log_stream: a finished log, from an offset, and the rest of a character") {
    mapi_server server;
    connection mapi(quick(server));
    server.add_run("a");
    server.append_log("a", "one\ntwo\xe2\x82");
    server.set_run_status("a", "COMPLETED");
    log_stream whole(mapi, log_filter("a"));
    CHECK(next_of(whole) == "one\ntwo");
    CHECK(next_of(whole) == "\xef\xbf\xbd");
    CHECK_FALSE(next_of(whole).has_value());
    CHECK_FALSE(next_of(whole).has_value());
    CHECK(whole.end_offset() == 9);
    asio::io_context loop;
    log_stream part(mapi, log_filter("a").offset(4));
    CHECK(testing::run(loop, part.next()) == "two");
    CHECK(testing::run(loop, part.next()) == "\xef\xbf\xbd");
    CHECK_FALSE(testing::run(loop, part.next()).has_value());
    log_stream none(mapi, log_filter("nothing"));
    CHECK(caught_as<mapi_error>([&] { next_of(none); }).status() == 404);
}

TEST_CASE("mapi log_stream: a tail is not cut again after an interruption") {
    mapi_server server(testing::mapi_options().log_chunk(3));
    connection mapi(quick(server));
    server.add_run("a");
    server.append_log("a", "1\n2\n3\n4\n5\n");
    server.set_run_status("a", "COMPLETED");
    server.inject(fault::after_events(1).drop(cut::reset).times(2));
    log_stream log(mapi, log_filter("a").tail(3));
    std::string text;
    while (auto piece = next_of(log)) text += *piece;
    CHECK(text == "3\n4\n5\n");
}

TEST_CASE("mapi log_stream: closing it ends what waits") {
    mapi_server server;
    connection mapi(quick(server));
    server.add_run("a");
    server.append_log("a", "x");
    log_stream log(mapi, log_filter("a").follow(true));
    CHECK(next_of(log) == "x");
    log.close();
    CHECK_FALSE(next_of(log).has_value());
    CHECK(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 0; }));
}

TEST_CASE("mapi wait_for_run_status: reached, passed, not reached, and over an interruption") {
    mapi_server server;
    connection mapi(quick(server));
    server.add_run("a", "PENDING");
    std::vector<run_status> told;
    auto waiting =
        start_wait_for_run_status(mapi, "a", run_status::running, [&](run_status status) { told.push_back(status); });
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 1; }));
    server.drop_connections(cut::reset);
    REQUIRE(server.wait_until(
        [](const server_record& seen) { return seen.websockets_opened == 2 && seen.subscriptions_live == 1; }));
    CHECK_FALSE(waiting.ready());
    server.set_run_status("a", "RUNNING");
    const auto reached = waiting.get();
    CHECK(reached.name == "a");
    CHECK(reached.status == run_status::running);
    CHECK(told == std::vector{run_status::pending, run_status::running});

    server.set_run_status("a", "FAILED");
    asio::io_context loop;
    CHECK(testing::run(loop, wait_for_run_status(mapi, "a", run_status::completed)).status == run_status::failed);
    server.add_run("b", "COMPLETED");
    const auto missed =
        caught_as<run_status_not_reached>([&] { start_wait_for_run_status(mapi, "b", run_status::failed).get(); });
    CHECK(std::string(missed.what()) == "Run b did not reach status FAILED: its last one was COMPLETED");
    CHECK(missed.expected() == run_status::failed);
    CHECK(missed.actual() == run_status::completed);
    CHECK(caught_as<mapi_error>([&] { start_wait_for_run_status(mapi, "none", run_status::failed).get(); }).status() ==
          404);
}

TEST_CASE("mapi streams: whatever their functions throw is of kind callback") {
    mapi_server server;
    connection mapi(quick(server));
    server.add_run("a", "PENDING");
    auto waiting = start_wait_for_run_status(mapi, "a", run_status::running, [](run_status) { throw 7; });
    CHECK(to_string(caught([&] { waiting.get(); }).kind()) == "callback");
    const auto begin = [](json::object&, const json::value*) { throw 7; };
    const auto first = [&] { subscribe<run_status>(mapi, watch_run_status("a"), stream_options().retry(begin)); };
    CHECK(to_string(caught(first).kind()) == "callback");
}

TEST_CASE("mapi wait_for_run_status: cancelled, it unsubscribes") {
    mapi_server server;
    connection mapi(quick(server));
    server.add_run("a", "PENDING");
    auto waiting = start_wait_for_run_status(mapi, "a", run_status::running);
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 1; }));
    waiting.cancel();
    CHECK(caught_as<boost::system::system_error>([&] { waiting.get(); }).code() == asio::error::operation_aborted);
    CHECK(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 0; }));
}

TEST_CASE("mapi wait_for_run_status: one that is dropped goes on; one that outlives its connection can be cancelled") {
    mapi_server server;
    server.add_run("a", "PENDING");
    std::promise<void> reached;
    connection mapi(quick(server));
    start_wait_for_run_status(mapi, "a", run_status::running, [&](run_status status) {
        if (status == run_status::running) reached.set_value();
    });
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 1; }));
    server.set_run_status("a", "QUEUED");
    server.set_run_status("a", "RUNNING");
    reached.get_future().get();
    auto done = [&] {
        connection own(quick(server));
        return own.start_plural<named_run>(list_runs());
    }();
    CHECK(done.get().size() == 1);
    done.cancel();
}

TEST_CASE("mapi sigterm: streams are cancelled with the rest, unless they are protected") {
    mapi_server server;
    connection mapi(quick(server)), other(quick(server));
    server.add_run("a", "PENDING");
    auto plain = subscribe<run_status>(mapi, watch_run_status("a"));
    auto kept = subscribe<run_status>(other, watch_run_status("a").protect(true));
    CHECK(next_of(plain) == run_status::pending);
    CHECK(next_of(kept) == run_status::pending);
    CHECK(protected_futures() == 1);
    cancel_unprotected_futures();
    for (int again = 0; again < 2; ++again)
        CHECK(caught_as<boost::system::system_error>([&] { next_of(plain); }).code() == asio::error::operation_aborted);
    server.set_run_status("a", "COMPLETED");
    CHECK(next_of(kept) == run_status::completed);
    CHECK_FALSE(next_of(kept).has_value());
    CHECK(protected_futures() == 0);
}

TEST_CASE("mapi connection: ten waits, ten streams and a hundred requests at once: none starves another") {
    mapi_server server;
    connection mapi(quick(server));
    constexpr std::size_t each = 10;
    std::vector<pending<run>> waits;
    std::vector<log_stream> logs;
    std::vector<pending<object_list<named_run>>> requests;
    for (std::size_t i = 0; i < each; ++i) {
        const auto name = "run-" + std::to_string(i);
        server.add_run(name, "PENDING");
        waits.push_back(start_wait_for_run_status(mapi, name, run_status::completed));
        logs.emplace_back(mapi, log_filter(name).follow(true));
    }
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 2 * each; }));
    for (std::size_t i = 0; i < 100; ++i) requests.push_back(mapi.start_plural<named_run>(list_runs()));
    // Streams and requests go on while all waits are open.
    for (std::size_t i = 0; i < each; ++i) {
        server.append_log("run-" + std::to_string(i), "line\n");
        CHECK(next_of(logs[i]) == "line\n");
    }
    for (auto& request : requests) CHECK(request.get().size() == each);
    for (auto& wait : waits) CHECK_FALSE(wait.ready());
    for (std::size_t i = 0; i < each; ++i) server.set_run_status("run-" + std::to_string(i), "COMPLETED");
    for (auto& wait : waits) CHECK(wait.get().status == run_status::completed);
    for (auto& log : logs) CHECK_FALSE(next_of(log).has_value());
    CHECK(server.record().websockets_opened == 1);
}
