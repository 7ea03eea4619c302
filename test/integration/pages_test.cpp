/// Pages of the built-in server, across threads: the blocking face, pools of threads, and futures.
#include "../support/books_in_pages.hpp"
#include "../support/caught.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace corogql;
using test::books_in_pages;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

std::set<std::string> titles_of(const page& from) {
    std::set<std::string> titles;
    for (const auto& book : from.items_as<std::map<std::string, std::string>>()) titles.insert(book.at("title"));
    return titles;
}

asio::awaitable<std::size_t> count_books(client& api, bool prefetch) {
    auto all = api.paginate(books_in_pages(), page_options().page_size(3).prefetch(prefetch));
    std::set<std::string> titles;
    while (const auto taken = co_await all.next()) titles.merge(titles_of(*taken));
    co_return titles.size();
}

} // namespace

TEST_CASE("blocking: pages as a range for code that blocks") {
    server server;
    blocking_client api(server.url());
    for (const bool prefetch : {false, true}) {
        std::set<std::string> titles;
        std::vector<std::size_t> sizes;
        for (const auto& each : api.paginate(books_in_pages(), page_options().page_size(3).prefetch(prefetch))) {
            sizes.push_back(each.size());
            titles.merge(titles_of(each));
        }
        CHECK(titles.size() == 10);
        CHECK(sizes == std::vector<std::size_t>{3, 3, 3, 1});
    }
}

TEST_CASE(
    "blocking: a page that does not come in time comes later; on the own thread nobody waits; close() ends a wait") {
    server server;
    blocking_client api(server.url());
    auto all = api.paginate(books_in_pages(), page_options().page_size(5));
    server.inject(fault::on_request().operation("books").delay(200ms));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    CHECK(all.next().value().size() == 5);
    CHECK(server.record().requests == 1);

    std::promise<error_kind> refused;
    asio::post(api.loop()->executor(), [&] { refused.set_value(caught([&] { all.next(); }).kind()); });
    CHECK(refused.get_future().get() == error_kind::usage);

    server.inject(fault::on_request().operation("books").delay(1h));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    std::thread closer([&] { all.close(); });
    CHECK(!all.next());
    closer.join();
    CHECK(all.done());
}

TEST_CASE("blocking: a page that came after its next() had run out of time counts only once it is given out") {
    server server;
    client_options options(server.url());
    options.http(http_options().max_connections(1));
    blocking_client api(options);
    auto all = api.paginate(books_in_pages(), page_options().page_size(5));
    const auto first = titles_of(all.next().value());
    const auto behind_first = all.cursor();
    server.inject(fault::on_request().operation("books").delay(50ms));
    CHECK(caught([&] { all.next(1ms); }).kind() == error_kind::timeout);
    CHECK(api.execute(request("{ __typename }")).ok()); // waits for the only connection, so the page is there
    CHECK(server.record().requests == 3);
    CHECK(!all.done());
    REQUIRE(behind_first);
    CHECK(all.cursor() == behind_first);
    const auto second = titles_of(all.next(0ns).value());
    CHECK(second.size() == 5);
    CHECK(second != first);
    CHECK(all.done());
    CHECK(!all.next(0ns)); // for the end nobody waits
    CHECK(server.record().requests == 3);
}

TEST_CASE("blocking: pages that outlive their client are the last to leave its loop") {
    server server;
    auto left = blocking_client(server.url()).paginate(books_in_pages(), page_options().page_size(5));
    CHECK(caught([&] { left.next(); }).kind() == error_kind::cancelled);
    auto other = blocking_client(server.url()).paginate(books_in_pages());
    left = std::move(other);
    CHECK(caught([&] { left.next(); }).kind() == error_kind::cancelled);
}

TEST_CASE("blocking: pages on a pool of threads, several walks at once, and as futures") {
    server server;
    asio::thread_pool pool(4);
    client api(pool.get_executor(), server.url());
    std::vector<std::future<std::size_t>> walks;
    for (int i = 0; i < 8; ++i) walks.push_back(asio::co_spawn(pool, count_books(api, i % 2 == 0), asio::use_future));
    for (auto& walk : walks) CHECK(walk.get() == 10);
    auto all = api.paginate(books_in_pages(), page_options().page_size(6));
    CHECK(all.async_next(asio::use_future).get().value().size() == 6);
    CHECK(all.async_next(asio::use_future).get().value().size() == 4);
    CHECK(!all.async_next(asio::use_future).get());
    api.async_close(asio::use_future).get();
    pool.join();
}
