#include "support.hpp"

#include "../support/caught.hpp"

#include "../support/run_loop.hpp"

#include <corogql/mapi/stream.hpp>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::cut;
using testing::fault;
using testing::server;
using testing::server_record;

TEST_CASE("mapi stream: items in order through a hundred cuts, with a retry callback") {
    server server;
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

TEST_CASE("mapi stream: futures may be asked for ahead, and have an end") {
    server server;
    connection mapi(quick(server));
    auto numbers = subscribe<int>(mapi, count(3, 5));
    std::vector<std::future<std::optional<int>>> asked;
    for (int i = 0; i < 5; ++i) asked.push_back(numbers.next_future());
    for (int i = 0; i < 3; ++i) CHECK(asked[static_cast<std::size_t>(i)].get() == i + 1);
    CHECK_FALSE(asked[3].get().has_value());
    CHECK_FALSE(asked[4].get().has_value());
    CHECK_FALSE(numbers.get_next().has_value());
}

TEST_CASE("mapi stream: given up after so many interruptions without an item, in the original's words") {
    server server;
    connection mapi(quick(server));
    server.inject(fault::on_operation().drop(cut::reset).standing());
    auto numbers = subscribe<int>(mapi, count(3), stream_options().attempts(4));
    for (int again = 0; again < 2; ++again)
        CHECK(std::string(caught_as<mapi_error>([&] { numbers.get_next(); }).what()) ==
              "Error 500: Connection error. This may be transient. Please try running your command again");
    CHECK(server.wait_until([](const server_record& seen) { return seen.websockets_live == 0; }));
}

TEST_CASE("mapi stream: refused credentials end it at once; an error has its status") {
    server server(testing::server_options().api_key("right"));
    connection mapi(quick(server));
    auto refused = subscribe<int>(mapi, count(3));
    CHECK(caught_as<mapi_error>([&] { refused.get_next(); }).status() == 401);
    server.api_key("key");
    auto wrong = subscribe<int>(mapi, operation("subscription { nothing }", "nothing"));
    CHECK_THROWS_AS(wrong.get_next(), mapi_error);
    auto missing =
        subscribe<std::string>(mapi, operation("subscription W($watchRunStatusInput: WatchRunStatusInput!) "
                                               "{ watchRunStatus(watchRunStatusInput: $watchRunStatusInput) }",
                                               "watchRunStatus")
                                         .variable("watchRunStatusInput", json::object{{"name", "none"}}));
    CHECK(caught_as<mapi_error>([&] { missing.get_next(); }).status() == 404);
}

TEST_CASE("mapi stream: what the callback throws comes through, and the stream goes on") {
    server server;
    connection mapi(quick(server));
    auto numbers = subscribe<int>(mapi, count(3), [](const json::value& item) -> int {
        if (item == 2) throw std::runtime_error("not two");
        return static_cast<int>(item.as_int64());
    });
    CHECK(numbers.get_next() == 1);
    CHECK_THROWS_WITH(numbers.get_next(), "not two");
    CHECK(numbers.get_next() == 3);
    CHECK_FALSE(numbers.get_next().has_value());
}

TEST_CASE("mapi stream: closing it unsubscribes and ends what waits") {
    server server;
    connection mapi(quick(server));
    auto endless = subscribe<int>(mapi, count(1'000'000, 1000));
    CHECK(endless.get_next() == 1);
    auto waiting = endless.next_future();
    endless.close();
    CHECK_FALSE(waiting.get().has_value());
    CHECK(server.wait_until([](const server_record& seen) { return seen.subscriptions_live == 0; }));
}
