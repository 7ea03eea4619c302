/// Completion tokens, threads and the blocking face: the parts that the thread sanitizer must see.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/blocking_generator.hpp>
#include <corogql/interceptors.hpp>
#include <corogql/merge.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

request say_hello(const std::string& name) {
    return request("query($name: String!) { hello(name: $name) }").variable("name", name);
}

request count(int to, int every = 0) {
    return request(
               "subscription($after: Int!, $to: Int!, $every: Int) { count(after: $after, to: $to, every: $every) }")
        .variable("after", 0)
        .variable("to", to)
        .variable("every", every);
}

/// A loop on a thread of its own, as an application has one.
struct background_loop {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread{[this] { context.run(); }};
    ~background_loop() {
        work.reset();
        thread.join();
    }
};

asio::awaitable<int> sum_of(generator<event> from) {
    int sum = 0;
    while (auto event = co_await from.next()) sum += event->data_as<int>("count");
    co_return sum;
}

} // namespace

TEST_CASE("client: of a context with two threads, used from there, from a strand, and from another context") {
    const server server;
    asio::io_context home;
    client api(home.get_executor(), client_options(server.url()));
    CHECK(api.get_executor() != home.get_executor());
    const auto ask = [&api](std::string name) -> asio::awaitable<std::string> {
        const auto answer = co_await api.execute(say_hello(name));
        co_return answer.data_as<std::string>("hello");
    };
    std::vector<std::future<std::string>> here;
    for (int i = 0; i < 50; ++i) here.push_back(asio::co_spawn(home, ask("here"), asio::use_future));
    auto on_strand = asio::co_spawn(asio::make_strand(home), ask("strand"), asio::use_future);
    auto sum = asio::co_spawn(home, sum_of(api.subscribe(count(100))), asio::use_future);
    background_loop elsewhere;
    auto there = asio::co_spawn(elsewhere.context, ask("there"), asio::use_future);
    auto other_sum = asio::co_spawn(elsewhere.context, sum_of(api.subscribe(count(100))), asio::use_future);
    auto guard = asio::make_work_guard(home);
    std::thread first([&] { home.run(); }), second([&] { home.run(); });
    for (auto& answer : here) CHECK(answer.get().find("here") != std::string::npos);
    CHECK(on_strand.get().find("strand") != std::string::npos);
    CHECK(there.get().find("there") != std::string::npos);
    CHECK(sum.get() == 5050);
    CHECK(other_sum.get() == 5050);
    asio::co_spawn(home, api.close(), asio::use_future).get();
    guard.reset();
    first.join();
    second.join();
}

TEST_CASE("client: of one thread each, on two strands of one pool, where their consumers run too") {
    const server server;
    asio::thread_pool pool(2);
    struct place {
        place(asio::thread_pool& pool, const std::string& url)
            : strand(asio::make_strand(pool)), api(strand, client_options(url).single_threaded(true)) {}
        asio::any_io_executor strand;
        client api;
    };
    place first(pool, server.url()), second(pool, server.url());
    const auto count_often = [](client& api) -> asio::awaitable<int> {
        int sum = 0;
        for (int i = 0; i < 20; ++i) sum += co_await sum_of(api.subscribe(count(10, 1)));
        co_return sum;
    };
    std::vector<std::future<int>> sums;
    for (auto* each : {&first, &second})
        for (int i = 0; i < 3; ++i)
            sums.push_back(asio::co_spawn(each->strand, count_often(each->api), asio::use_future));
    for (auto& each : sums) CHECK(each.get() == 20 * 55);
    pool.join();
}

TEST_CASE("client: whoever calls, from whatever thread, the client's own work is on its strand") {
    const server server;
    asio::io_context home;
    std::atomic<bool> elsewhere{false};
    int asked = 0; // only ever touched on the strand
    asio::any_io_executor strand;
    client_options options(server.url());
    options.retry(retry_options().idempotency_keys(true)).http(http_options().persisted_queries(true));
    options.trace([&] {
        using strand_type = asio::strand<asio::io_context::executor_type>;
        if (!strand.target<strand_type>()->running_in_this_thread()) elsewhere = true;
        ++asked;
        return trace_context();
    });
    client api(home.get_executor(), options);
    strand = api.get_executor();
    constexpr int callers = 20, calls = 10;
    const auto call = [&api](int caller) -> asio::awaitable<int> {
        int done = 0;
        for (int i = 0; i < calls; ++i) {
            const auto name = std::to_string(caller) + '.' + std::to_string(i);
            auto operation = say_hello(name);
            if (i % 2) operation = request("mutation { addBook(title: \"" + name + "\") { id } }");
            try {
                const auto answer = co_await api.execute(std::move(operation));
                ++done;
            } catch (const error& failure) {
                if (failure.kind() != error_kind::cancelled) throw; // closed meanwhile
            }
        }
        co_return done;
    };
    std::vector<std::future<int>> all;
    for (int i = 0; i < callers; ++i) {
        auto on = i % 2 ? asio::any_io_executor(home.get_executor()) : asio::make_strand(home);
        all.push_back(asio::co_spawn(on, call(i), asio::use_future));
    }
    std::thread first([&] { home.run(); }), second([&] { home.run(); });
    int done = 0;
    for (auto& each : all) done += each.get();
    first.join();
    second.join();
    CHECK(done == callers * calls);
    CHECK(asked == callers * calls);
    CHECK_FALSE(elsewhere);
}

TEST_CASE("completion tokens: use_future, a callback and deferred, from another thread") {
    server server;
    background_loop loop;
    client api(loop.context.get_executor(), server.url());

    auto future = api.async_execute(say_hello("future"), asio::use_future);
    CHECK(future.get().data_as<std::string>("hello") == "Hello, future!");

    std::promise<std::string> called;
    api.async_execute(say_hello("callback"), [&](std::exception_ptr failure, response answer) {
        called.set_value(failure ? "failed" : answer.data_as<std::string>("hello"));
    });
    CHECK(called.get_future().get() == "Hello, callback!");

    auto later = api.async_execute(say_hello("deferred"), asio::deferred);
    CHECK(std::move(later)(asio::use_future).get().ok());

    auto numbers = api.subscribe(count(3));
    CHECK(numbers.async_next(asio::use_future).get()->data_as<int>("count") == 1);
    auto second = numbers.async_next(asio::deferred);
    CHECK(std::move(second)(asio::use_future).get()->data_as<int>("count") == 2);
    std::promise<int> third;
    numbers.async_next([&](std::exception_ptr, std::optional<event> event) {
        third.set_value(event ? event->data_as<int>("count") : -1);
    });
    CHECK(third.get_future().get() == 3);
    CHECK_FALSE(numbers.async_next(asio::use_future).get().has_value());
    api.async_close(asio::use_future).get();
}

TEST_CASE("completion tokens: failures come through futures whole") {
    background_loop loop;
    client api(loop.context.get_executor(), client_options("http://127.0.0.1:1/").retry(retry_options().retries(0)));
    auto future = api.async_execute(say_hello("x"), asio::use_future);
    const auto failure = caught([&] { future.get(); });
    CHECK(failure.kind() == error_kind::connect);
    CHECK(failure.attempts() == 1);
}

TEST_CASE("completion tokens: many threads use one client on a pool of threads") {
    server server;
    asio::thread_pool pool(4);
    client api(pool.get_executor(), client_options(server.url()).http(http_options().max_connections(4)));
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                const auto name = std::to_string(t) + "-" + std::to_string(i);
                const auto answer = api.async_execute(say_hello(name), asio::use_future).get();
                if (answer.data_as<std::string>("hello") == "Hello, " + name + "!") ++good;
            }
        });
    std::vector<std::future<int>> sums;
    for (int i = 0; i < 8; ++i)
        sums.push_back(asio::co_spawn(pool, sum_of(api.subscribe(count(100))), asio::use_future));
    for (auto& thread : threads) thread.join();
    for (auto& sum : sums) CHECK(sum.get() == 5050);
    CHECK(good == 100);
    api.async_close(asio::use_future).get();
    pool.join();
}

TEST_CASE("completion tokens: streams of two clients on a pool, merged on another loop, and moved to a pool") {
    server server;
    asio::thread_pool pool(3);
    client one(pool.get_executor(), server.url()), other(pool.get_executor(), server.url());
    const auto merged = [&] {
        std::vector<subscription> all;
        for (int i = 0; i < 10; ++i)
            for (auto* api : {&one, &other}) all.push_back(api->subscribe(count(50)));
        return merge(std::move(all));
    };
    background_loop loop;
    auto here = asio::co_spawn(loop.context, sum_of(merged()), asio::use_future);
    auto there = asio::co_spawn(pool, sum_of(merged()), asio::use_future);
    CHECK(here.get() == 20 * 1275);
    CHECK(there.get() == 20 * 1275);
    for (auto* api : {&one, &other}) api->async_close(asio::use_future).get();
    pool.join();
}

TEST_CASE("completion tokens: clients on loops of their own share a rate, while others leave the queue") {
    server server;
    background_loop loops[2];
    const auto options = client_options(server.url()).intercept(limit_rate(500));
    client clients[] = {client(loops[0].context.get_executor(), options),
                        client(loops[1].context.get_executor(), options)};
    std::vector<asio::cancellation_signal> stops(120);
    std::vector<std::future<response>> answers;
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < stops.size(); ++i)
        answers.push_back(clients[i % 2].async_execute(
            say_hello("x"), asio::bind_cancellation_slot(stops[i].slot(), asio::use_future)));
    for (std::size_t i = 0; i < stops.size(); i += 3) stops[i].emit(asio::cancellation_type::terminal);
    int good = 0;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        try {
            good += answers[i].get().ok() ? 1 : 0;
        } catch (const boost::system::system_error&) {
            CHECK(i % 3 == 0);
        }
    }
    CHECK(good >= 80);
    CHECK(std::chrono::steady_clock::now() - began >= (good - 1) * 2ms);
}

namespace {

asio::awaitable<int> race(client& api) {
    using namespace asio::experimental::awaitable_operators;
    auto numbers = api.subscribe(count(40, 2));
    asio::steady_timer timer(co_await asio::this_coro::executor);
    int next_wanted = 1, timeouts = 0;
    while (next_wanted <= 40) {
        timer.expires_after(std::chrono::microseconds(700));
        auto winner = co_await (numbers.next() || timer.async_wait(asio::use_awaitable));
        if (winner.index() == 1) {
            ++timeouts;
            continue;
        }
        auto& event = std::get<0>(winner);
        if (!event) co_return -1; // the rest was lost
        CHECK(event->data_as<int>("count") == next_wanted);
        ++next_wanted;
    }
    co_return timeouts;
}

asio::awaitable<bool> race_execute(client& api) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(30ms);
    const auto winner = co_await (api.execute(say_hello("slow")) || timer.async_wait(asio::use_awaitable));
    co_return winner.index() == 1;
}

} // namespace

TEST_CASE("completion tokens: under a user's own || with a timer, a cancelled next() loses nothing") {
    server server;
    asio::io_context loop;
    client api(loop.get_executor(), server.url());
    CHECK(run(loop, race(api)) > 0);
    server.inject(fault::on_request().delay(1s));
    CHECK(run(loop, race_execute(api)));
    CHECK(run(loop, api.execute(say_hello("x"))).ok());
}

TEST_CASE("blocking: values, futures, ranges") {
    server server;
    blocking_client api(server.url());
    CHECK(api.execute(say_hello("value")).data_as<std::string>("hello") == "Hello, value!");
    auto pending = api.start(say_hello("future"));
    CHECK(pending.get().ok());
    int sum = 0;
    auto numbers = api.subscribe(count(1000));
    for (const auto& event : numbers) sum += event.data_as<int>("count");
    CHECK(sum == 500500);
    CHECK_FALSE(numbers.next().has_value());
}

TEST_CASE("blocking: a timeout cancels the work, not only the waiting") {
    server server;
    blocking_client api(server.url());
    server.inject(fault::on_request().delay(10s).times(2));
    CHECK(caught([&] { api.execute(say_hello("slow"), 20ms); }).kind() == error_kind::timeout);
    auto pending = api.start(say_hello("slow"));
    CHECK_FALSE(pending.wait_for(20ms));
    pending.cancel();
    CHECK_THROWS_AS(pending.get(), boost::system::system_error);
    CHECK(api.execute(say_hello("next")).ok());
    CHECK(server.record().connections_accepted == 3); // a connection with an abandoned request is not used again
}

TEST_CASE("blocking: a pending outlives its client; limits have no upper limit") {
    server server;
    auto api = std::make_unique<blocking_client>(server.url());
    auto answered = api->start(say_hello("x").timeout(std::chrono::nanoseconds::max()));
    CHECK(answered.wait_for(std::chrono::nanoseconds::max()));
    server.inject(fault::on_request().silence());
    auto waiting = api->start(say_hello("y"));
    api.reset();
    answered.cancel();
    CHECK(answered.get().ok());
    waiting.cancel();
    CHECK(caught([&] { waiting.get(); }).kind() == error_kind::cancelled);
}

TEST_CASE("blocking: next() with a limit loses nothing; close() from another thread wakes it") {
    server server;
    blocking_client api(server.url());
    auto numbers = api.subscribe(count(2, 30));
    int seen = 0, timeouts = 0;
    while (seen < 2) {
        try {
            const auto event = numbers.next(1ms);
            REQUIRE(event.has_value());
            CHECK(event->data_as<int>("count") == ++seen);
        } catch (const error& late) {
            CHECK(late.kind() == error_kind::timeout);
            CHECK(std::string_view(late.what()).starts_with("no event came within 1 ms, the limit"));
            ++timeouts;
        }
    }
    CHECK(timeouts > 0);
    CHECK_FALSE(numbers.next(5s).has_value());

    server.inject(fault::on_operation().ignore());
    auto endless = api.subscribe(count(3));
    std::thread closer([&] { endless.close(); });
    CHECK_FALSE(endless.next().has_value());
    closer.join();
}

TEST_CASE("FW4: ranges that block throw their failure again and again") {
    server server;
    blocking_client api(server.url());
    const request nowhere("subscription { nowhere }");
    auto events = api.subscribe(nowhere);
    blocking_generator<event> adapted(generator<event>(api.subscribe(nowhere).release()), api.loop());
    for (int again = 0; again < 3; ++again) {
        CHECK(caught([&] { events.next(); }).kind() == error_kind::graphql);
        CHECK(caught([&] { events.next(1min); }).kind() == error_kind::graphql);
        CHECK(caught([&] { (void)(events.begin() == events.end()); }).kind() == error_kind::graphql);
        CHECK(caught([&] { adapted.next(); }).kind() == error_kind::graphql);
        CHECK(caught([&] { (void)(adapted.begin() == adapted.end()); }).kind() == error_kind::graphql);
        CHECK(events.done());
    }
    events.close();
    CHECK(!events.next());
}

TEST_CASE("FW7: close() ends the waits of all threads that are in next(), and so does the client's end") {
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        const bool client_goes = round % 2 == 1;
        server server;
        blocking_client api(server.url());
        server.inject(fault::on_operation().ignore());
        auto numbers = api.subscribe(count(1));
        std::atomic<int> begun{0}, returned{0}, failed{0};
        std::vector<std::thread> waiting;
        for (int i = 0; i < 3; ++i)
            waiting.emplace_back([&] {
                ++begun;
                try {
                    if (!numbers.next()) ++returned;
                } catch (const error&) {
                    ++failed;
                }
            });
        while (begun < 3) std::this_thread::yield();
        if (client_goes)
            api.close();
        else
            numbers.close();
        for (auto& each : waiting) each.join();
        CHECK(returned == (client_goes ? 0 : 3));
        CHECK(failed == (client_goes ? 3 : 0)); // each of them is told
    }
}

TEST_CASE("blocking: several clients share one loop; a call on that loop is refused, not deadlocked") {
    server server;
    const auto loop = std::make_shared<event_loop>();
    blocking_client first(server.url(), loop), second(server.url(), loop);
    CHECK(first.execute(say_hello("1")).ok());
    CHECK(second.execute(say_hello("2")).ok());
    std::promise<error_kind> kind;
    asio::post(loop->executor(), [&] { kind.set_value(caught([&] { first.execute(say_hello("3")); }).kind()); });
    CHECK(kind.get_future().get() == error_kind::usage);
}
