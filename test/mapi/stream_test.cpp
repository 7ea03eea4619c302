#include "support.hpp"

#include "../support/caught.hpp"

#include "../support/run_loop.hpp"

#include <corogql/blocking_generator.hpp>
#include <corogql/map.hpp>
#include <corogql/mapi/stream.hpp>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::cut;
using testing::fault;
using testing::mapi_server;
using testing::server_record;

TEST_CASE("mapi stream: items in order through a hundred cuts, with a retry callback") {
    mapi_server server;
    connection mapi(quick(server));
    server.inject(fault::after_events(3).drop(cut::reset).times(100));
    auto numbers = subscribe<int>(mapi, count(500), stream_options().retry(go_on));
    asio::io_context loop;
    for (int i = 1; i <= 500; ++i) {
        auto item = testing::run(loop, numbers.next());
        REQUIRE(item.has_value());
        REQUIRE(*item == i);
    }
    CHECK_FALSE(testing::run(loop, numbers.next()).has_value());
    CHECK(server.record().websockets_opened >= 100);
}

TEST_CASE("mapi stream: a generator like any other, for futures, adaptors and code that blocks") {
    mapi_server server;
    connection mapi(quick(server));
    auto numbers = subscribe<int>(mapi, count(6));
    CHECK(numbers.async_next(asio::use_future).get() == 1);
    blocking_generator doubled(std::move(numbers) | map([](int each) { return 2 * each; }), mapi.loop());
    CHECK(doubled.next() == 4);
    CHECK(doubled.next(5s) == 6);
    std::vector<int> rest;
    for (const int each : doubled) rest.push_back(each);
    CHECK(rest == std::vector{8, 10, 12});
    CHECK(doubled.done());

    auto silent = subscribe<int>(mapi, count(2, 1'000'000));
    CHECK(next_of(silent) == 1);
    CHECK_FALSE(silent.try_next().has_value());
    auto waiting = silent.async_next(asio::use_future);
    CHECK(caught([&] { next_of(silent); }).kind() == error_kind::usage); // one consumer
    silent.close();
    CHECK_FALSE(waiting.get().has_value());
    CHECK(silent.done());
}

TEST_CASE("mapi stream: given up after so many interruptions without an item, in the original's words") {
    mapi_server server;
    connection mapi(quick(server));
    server.inject(fault::on_operation().drop(cut::reset).standing());
    auto numbers = subscribe<int>(mapi, count(3), stream_options().attempts(4));
    for (int again = 0; again < 2; ++again)
        CHECK(std::string(caught_as<mapi_error>([&] { next_of(numbers); }).what()) ==
              "Error 500: Connection error. This may be transient. Please try running your command again");
    CHECK(server.wait_until([](const server_record& seen) { return seen.websockets_live == 0; }));
}

TEST_CASE("mapi stream: refused credentials end it at once; an error has its status") {
    mapi_server server(testing::mapi_options(), testing::server_options().api_key("right"));
    connection mapi(quick(server));
    auto refused = subscribe<int>(mapi, count(3));
    CHECK(caught_as<mapi_error>([&] { next_of(refused); }).status() == 401);
    server.api_key("key");
    auto wrong = subscribe<int>(mapi, operation("subscription { nothing }", "nothing"));
    CHECK_THROWS_AS(next_of(wrong), mapi_error);
    auto missing =
        subscribe<std::string>(mapi, operation("subscription W($watchRunStatusInput: WatchRunStatusInput!) "
                                               "{ watchRunStatus(watchRunStatusInput: $watchRunStatusInput) }",
                                               "watchRunStatus")
                                         .variable("watchRunStatusInput", json::object{{"name", "none"}}));
    CHECK(caught_as<mapi_error>([&] { next_of(missing); }).status() == 404);
}

TEST_CASE("mapi stream: what the callback throws comes through, and the stream goes on") {
    mapi_server server;
    connection mapi(quick(server));
    auto numbers = subscribe<int>(mapi, count(3), [](const json::value& item) -> int {
        if (item == 2) throw std::runtime_error("not two");
        return static_cast<int>(item.as_int64());
    });
    CHECK(next_of(numbers) == 1);
    CHECK_THROWS_WITH(next_of(numbers), "not two");
    CHECK(next_of(numbers) == 3);
    CHECK_FALSE(next_of(numbers).has_value());

    auto last = subscribe<int>(mapi, count(1), [](const json::value&) -> int { throw std::runtime_error("not one"); });
    CHECK_THROWS_WITH(next_of(last), "not one");
    CHECK_FALSE(next_of(last).has_value()); // behind the last item, too
}

TEST_CASE("mapi stream: closing it unsubscribes and ends what waits") {
    mapi_server server;
    connection mapi(quick(server));
    auto endless = subscribe<int>(mapi, count(1'000'000, 1000));
    CHECK(next_of(endless) == 1);
    auto waiting = endless.async_next(asio::use_future);
    endless.close();
    CHECK_FALSE(waiting.get().has_value());
    CHECK(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 0; }));
}
