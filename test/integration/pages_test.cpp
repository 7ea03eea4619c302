/// Pages of the built-in server, across threads: the blocking face, pools of threads, and futures.
#include "../support/caught.hpp"
#include "../support/runs_in_pages.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace corogql;
using test::runs_in_pages;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

std::set<std::string> names_of(const page& from) {
    std::set<std::string> names;
    for (const auto& run : from.items_as<std::map<std::string, std::string>>()) names.insert(run.at("name"));
    return names;
}

asio::awaitable<std::size_t> count_runs(client& api, bool prefetch) {
    auto all = api.paginate(runs_in_pages(), page_options().page_size(3).prefetch(prefetch));
    std::set<std::string> names;
    while (const auto taken = co_await all.next()) names.merge(names_of(*taken));
    co_return names.size();
}

} // namespace

TEST_CASE("blocking: pages as a range for code that blocks") {
    server server(server_options().sample_runs(8));
    blocking_client api(server.url());
    for (const bool prefetch : {false, true}) {
        std::set<std::string> names;
        std::vector<std::size_t> sizes;
        for (const auto& each : api.paginate(runs_in_pages(), page_options().page_size(3).prefetch(prefetch))) {
            sizes.push_back(each.size());
            names.merge(names_of(each));
        }
        CHECK(names.size() == 8);
        CHECK(sizes == std::vector<std::size_t>{3, 3, 2});
    }
}

TEST_CASE(
    "blocking: a page that does not come in time comes later; on the own thread nobody waits; close() ends a wait") {
    server server(server_options().sample_runs(4));
    blocking_client api(server.url());
    auto all = api.paginate(runs_in_pages(), page_options().page_size(2));
    server.inject(fault::on_request().operation("getRunsPaginated").delay(200ms));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    CHECK(all.next().value().size() == 2);
    CHECK(server.record().requests == 1);

    std::promise<error_kind> refused;
    asio::post(api.loop()->executor(), [&] { refused.set_value(caught([&] { all.next(); }).kind()); });
    CHECK(refused.get_future().get() == error_kind::usage);

    server.inject(fault::on_request().operation("getRunsPaginated").delay(1h));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    std::thread closer([&] { all.close(); });
    CHECK(!all.next());
    closer.join();
    CHECK(all.done());
}

TEST_CASE("blocking: a page that came after its next() had run out of time counts only once it is given out") {
    server server(server_options().sample_runs(4));
    client_options options(server.url());
    options.http(http_options().max_connections(1));
    blocking_client api(options);
    auto all = api.paginate(runs_in_pages(), page_options().page_size(2));
    const auto first = names_of(all.next().value());
    const auto behind_first = all.cursor();
    server.inject(fault::on_request().operation("getRunsPaginated").delay(50ms));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    CHECK(api.execute(request("{ __typename }")).ok()); // waits for the only connection, so the page is there
    CHECK(server.record().requests == 3);
    CHECK(!all.done());
    REQUIRE(behind_first);
    CHECK(all.cursor() == behind_first);
    const auto second = names_of(all.next(0ns).value());
    CHECK(second.size() == 2);
    CHECK(second != first);
    CHECK(all.done());
    CHECK(!all.next(0ns)); // for the end nobody waits
    CHECK(server.record().requests == 3);
}

TEST_CASE("blocking: pages that outlive their client are the last to leave its loop") {
    server server(server_options().sample_runs(4));
    auto left = blocking_client(server.url()).paginate(runs_in_pages(), page_options().page_size(2));
    CHECK(caught([&] { left.next(); }).kind() == error_kind::cancelled);
    auto other = blocking_client(server.url()).paginate(runs_in_pages());
    left = std::move(other);
    CHECK(caught([&] { left.next(); }).kind() == error_kind::cancelled);
}

TEST_CASE("blocking: pages on a pool of threads, several walks at once, and as futures") {
    server server(server_options().sample_runs(10));
    asio::thread_pool pool(4);
    client api(pool.get_executor(), server.url());
    std::vector<std::future<std::size_t>> walks;
    for (int i = 0; i < 8; ++i) walks.push_back(asio::co_spawn(pool, count_runs(api, i % 2 == 0), asio::use_future));
    for (auto& walk : walks) CHECK(walk.get() == 10);
    auto all = api.paginate(runs_in_pages(), page_options().page_size(6));
    CHECK(all.async_next(asio::use_future).get().value().size() == 6);
    CHECK(all.async_next(asio::use_future).get().value().size() == 4);
    CHECK(!all.async_next(asio::use_future).get());
    api.async_close(asio::use_future).get();
    pool.join();
}
