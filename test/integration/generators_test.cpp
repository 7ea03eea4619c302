/// Generators across threads: for the thread sanitizer.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/blocking_generator.hpp>
#include <corogql/compose.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

request count_to(int to, int every = 0) {
    return request(
               "subscription($after: Int!, $to: Int!, $every: Int) { count(after: $after, to: $to, every: $every) }")
        .variable("after", 0)
        .variable("to", to)
        .variable("every", every);
}

int number_in(const event& from) { return from.data_as<int>("count"); }

asio::awaitable<void> count_apart(yielder<int>& out, int to) {
    for (int i = 1; i <= to; ++i) co_await out.yield(i);
}

/// The sum of all items, each of which must have come to this thread of execution.
asio::awaitable<int> sum_here(generator<int> from, std::thread::id here) {
    int sum = 0;
    while (const auto item = co_await from.next()) {
        if (here != std::thread::id() && std::this_thread::get_id() != here) co_return -1;
        sum += *item;
    }
    co_return sum;
}

asio::awaitable<int> plus_one_later(int number) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    co_await asio::post(here, asio::use_awaitable);
    co_return number + 1;
}

generator<int> everything(client& api, int to) {
    auto slow = api.subscribe(count_to(to)) | map(&number_in) | map(&plus_one_later);
    auto batches =
        merge(api.subscribe(count_to(to)) | map(&number_in), std::move(slow), generate<int>(&count_apart, to)) |
        buffer(7, 1ms);
    return std::move(batches) | map([](const std::vector<int>& batch) {
               int sum = 0;
               for (const int each : batch) sum += each;
               return sum;
           });
}

int sum_to(int to) { return to * (to + 1) / 2; }

} // namespace

TEST_CASE("generators: a consumer on a loop of its own resumes there, whatever threads the client has") {
    server server;
    asio::thread_pool pool(3);
    client api(pool.get_executor(), server.url());
    asio::io_context loop;
    CHECK(run(loop, sum_here(everything(api, 200), std::this_thread::get_id())) == 3 * sum_to(200) + 200);
    api.async_close(asio::use_future).get();
    pool.join();
}

TEST_CASE("generators: many pipelines on a pool of threads") {
    server server;
    asio::thread_pool pool(4);
    client api(pool.get_executor(), server.url());
    std::vector<std::future<int>> sums;
    for (int i = 0; i < 8; ++i)
        sums.push_back(asio::co_spawn(pool, sum_here(everything(api, 100), {}), asio::use_future));
    for (auto& sum : sums) CHECK(sum.get() == 3 * sum_to(100) + 100);
    api.async_close(asio::use_future).get();
    pool.join();
}

TEST_CASE("generators: futures, deferred and callbacks") {
    server server;
    asio::thread_pool pool(2);
    client api(pool.get_executor(), server.url());
    auto numbers = api.subscribe(count_to(3)) | map(&number_in);
    CHECK(numbers.get_executor() == api.subscribe(count_to(1)).get_executor());
    CHECK(numbers.async_next(asio::use_future).get() == 1);
    auto second = numbers.async_next(asio::deferred);
    CHECK(std::move(second)(asio::use_future).get() == 2);
    std::promise<std::optional<int>> third;
    numbers.async_next([&](std::exception_ptr, std::optional<int> item) { third.set_value(item); });
    CHECK(third.get_future().get() == 3);
    CHECK(!numbers.async_next(asio::use_future).get());

    auto apart = generate<int>(&count_apart, 2); // knows no executor at all
    CHECK(apart.async_next(asio::use_future).get() == 1);
    CHECK(apart.async_next(asio::use_future).get() == 2);
    CHECK(!apart.async_next(asio::use_future).get());
    pool.join();
}

TEST_CASE("generators: a handle that goes on one thread while another waits") {
    server server;
    asio::thread_pool pool(3);
    client api(pool.get_executor(), server.url());
    for (int i = 0; i < 30; ++i) {
        auto all = std::make_unique<generator<int>>(everything(api, 50));
        auto item = asio::co_spawn(pool, all->next(), asio::use_future);
        if (i % 3 == 0) std::this_thread::yield();
        if (i % 3 == 1) item.wait();
        all.reset();
        item.get(); // ends, with an item or without
    }
    api.async_close(asio::use_future).get();
    pool.join();
}

namespace {

asio::awaitable<int> race_with_a_timer(generator<int> numbers, int all) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    int sum = 0, timeouts = 0;
    while (true) {
        timer.expires_after(std::chrono::microseconds(700));
        auto winner = co_await (numbers.next() || timer.async_wait(asio::use_awaitable));
        if (winner.index() == 1) {
            ++timeouts;
            continue;
        }
        const auto& item = std::get<0>(winner);
        if (!item) break;
        sum += *item;
    }
    co_return sum == all ? timeouts : -1;
}

} // namespace

TEST_CASE("generators: under a user's own || with a timer, a cancelled next() loses nothing") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), server.url());
    auto numbers = merge(api.subscribe(count_to(30, 2)) | map(&number_in) | map(&plus_one_later),
                         api.subscribe(count_to(40, 2)) | map(&number_in));
    CHECK(run(loop, race_with_a_timer(std::move(numbers), sum_to(30) + 30 + sum_to(40))) > 0);
}

TEST_CASE("generators: for code that blocks, a range over the client's loop") {
    server server;
    blocking_client api(server.url());
    auto events = api.subscribe(count_to(100)).release();
    int sum = 0;
    for (const int each : blocking_generator(std::move(events) | map(&number_in) | take(10), api.loop())) sum += each;
    CHECK(sum == sum_to(10));

    blocking_generator numbers(generate<int>(&count_apart, 3), api.loop());
    CHECK(numbers.next() == 1);
    CHECK(numbers.next(5s) == 2);
    std::promise<error_kind> refused;
    asio::post(api.loop()->executor(), [&] { refused.set_value(caught([&] { numbers.next(); }).kind()); });
    CHECK(refused.get_future().get() == error_kind::usage);
    CHECK(numbers.next() == 3);
    CHECK(!numbers.next());
}

TEST_CASE("generators: for code that blocks, a limit loses nothing, and close() from another thread ends a wait") {
    server server;
    blocking_client api(server.url());
    blocking_generator numbers(api.subscribe(count_to(2, 30)).release() | map(&number_in), api.loop());
    int seen = 0, timeouts = 0;
    while (seen < 2) {
        try {
            const auto item = numbers.next(1ms);
            CHECK(item == ++seen);
        } catch (const error& late) {
            CHECK(late.kind() == error_kind::timeout);
            ++timeouts;
        }
    }
    CHECK(timeouts > 0);
    CHECK(!numbers.next(5s));

    auto late = api.subscribe(count_to(2, 50));
    CHECK(late.next());
    CHECK(caught([&] { late.next(1ms); }).kind() == error_kind::timeout);
    blocking_generator here(std::move(late).release() | map([](const event&) { return std::this_thread::get_id(); }),
                            api.loop()); // nobody waits any more
    CHECK(here.next() == std::this_thread::get_id());

    server.inject(fault::on_operation().ignore());
    blocking_generator endless(api.subscribe(count_to(3)).release() | map(&number_in) | buffer(2, 1h), api.loop());
    CHECK(caught([&] { endless.next(1ms); }).kind() == error_kind::timeout);
    std::thread closer([&] { endless.close(); });
    CHECK(!endless.next());
    closer.join();
}
