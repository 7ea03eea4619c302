// Generators that people write: their body, its end, and who gives up first.
#include "../../support/cancelled_often.hpp"
#include "../../support/caught.hpp"
#include "../../support/run_loop.hpp"

#include <corogql/generator.hpp>
#include <corogql/pages.hpp>
#include <corogql/subscription.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

using namespace corogql;
using namespace corogql::testing;
using boost::system::system_error;
using corogql::test::caught_as, corogql::test::is_aborted, corogql::test::outcome_of;

namespace {

using log_lines = std::vector<std::string>;

struct body_guard {
    log_lines& log;
    ~body_guard() { log.push_back("gone"); }
};

asio::awaitable<void> logged_numbers(yielder<int>& out, log_lines& log, int most) {
    const body_guard guard{log};
    log.push_back("begin");
    for (int i = 1; i <= most; ++i) {
        co_await out.yield(i);
        log.push_back("behind " + std::to_string(i));
    }
}

asio::awaitable<void> some_numbers(yielder<int>& out, int most) {
    for (int i = 1; i <= most; ++i) co_await out.yield(i);
}

asio::awaitable<void> hop() {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    co_await asio::post(here, asio::use_awaitable);
}

asio::awaitable<void> hopping_numbers(yielder<int>& out, int most) {
    for (int i = 1; i <= most; ++i) {
        for (int k = 0; k < i % 3; ++k) co_await hop();
        co_await out.yield(i);
    }
}

asio::awaitable<void> failing_numbers(yielder<int>& out) {
    co_await out.yield(1);
    throw std::runtime_error("no more");
}

asio::awaitable<void> for_ever(yielder<int>& out, log_lines& log) {
    const body_guard guard{log};
    co_await out.yield(1);
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
}

generator<int> logged(log_lines& log, int most) { return generate<int>(&logged_numbers, std::ref(log), most); }

template <class T>
std::optional<T> next_of(asio::io_context& loop, generator<T>& from) {
    return run(loop, from.next());
}

void settle(asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

} // namespace

TEST_CASE("generator: the body begins with the first next(), goes on at each, and its return is the end") {
    asio::io_context loop;
    log_lines log;
    auto numbers = logged(log, 2);
    settle(loop);
    CHECK(log.empty());
    CHECK(!numbers.done());
    CHECK(next_of(loop, numbers) == 1);
    settle(loop);
    CHECK(log == log_lines{"begin"});
    CHECK(next_of(loop, numbers) == 2);
    CHECK(log == log_lines{"begin", "behind 1"});
    CHECK(!numbers.done());
    CHECK(!next_of(loop, numbers));
    CHECK(log == log_lines{"begin", "behind 1", "behind 2", "gone"});
    CHECK(numbers.done());
    CHECK(!next_of(loop, numbers));
    settle(loop);
    CHECK(loop.stopped()); // no work left
}

TEST_CASE("generator: what the body throws is the end, and thrown again and again; what it raises is not the end") {
    asio::io_context loop;
    auto failing = generate<int>(&failing_numbers);
    CHECK(next_of(loop, failing) == 1);
    CHECK(!failing.done());
    CHECK(caught_as<std::runtime_error>([&] { next_of(loop, failing); }).what() == std::string("no more"));
    CHECK(failing.done());
    CHECK_THROWS_AS(next_of(loop, failing), std::runtime_error);
    CHECK_THROWS_AS(failing.try_next(), std::runtime_error);
    failing.close();
    CHECK(!next_of(loop, failing));

    auto raising = generate<int>([](yielder<int>& out) -> asio::awaitable<void> {
        co_await out.yield(1);
        co_await out.raise(std::make_exception_ptr(std::runtime_error("only now")));
        co_await out.yield(2);
    });
    CHECK(next_of(loop, raising) == 1);
    CHECK_THROWS_AS(next_of(loop, raising), std::runtime_error);
    CHECK(!raising.done());
    CHECK(next_of(loop, raising) == 2);
    CHECK(!next_of(loop, raising));
}

TEST_CASE("generator: a closure lives as long as its coroutine; arguments and items may be movable only") {
    asio::io_context loop;
    const auto shared = std::make_shared<int>(7);
    {
        auto items = generate<std::unique_ptr<int>>(
            [kept = shared](yielder<std::unique_ptr<int>>& out, std::unique_ptr<int> plus) -> asio::awaitable<void> {
                auto sum = std::make_unique<int>(*kept + *plus);
                co_await out.yield(std::move(sum));
                co_await hop();
                co_await out.yield(std::make_unique<int>(*kept));
            },
            std::make_unique<int>(1));
        CHECK(shared.use_count() == 2);
        CHECK(*next_of(loop, items).value() == 8);
        CHECK(*next_of(loop, items).value() == 7);
        CHECK(!next_of(loop, items));
        CHECK(shared.use_count() == 1); // gone with the body, not with the handle
    }
}

TEST_CASE("generator: items that are aggregates, named first") {
    struct named_value {
        std::string name;
        int value;
    };
    asio::io_context loop;
    auto items = generate<named_value>([](yielder<named_value>& out) -> asio::awaitable<void> {
        for (int i = 0; i < 3; ++i) {
            named_value item{"a name too long for the small buffer " + std::to_string(i), i};
            co_await out.yield(std::move(item));
        }
    });
    int sum = 0;
    while (const auto item = next_of(loop, items)) sum += item->value + static_cast<int>(item->name.size());
    CHECK(sum == 3 + 3 * 38);
}

TEST_CASE("generator: a body that waits in yield() ends from there when the handle goes, or close() is called") {
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        asio::io_context loop;
        log_lines log;
        auto numbers = std::make_unique<generator<int>>(logged(log, 5));
        CHECK(next_of(loop, *numbers) == 1);
        destroyed ? numbers.reset() : numbers->close();
        settle(loop);
        CHECK(log == log_lines{"begin", "gone"});
        CHECK(loop.stopped()); // and with it the work of the loop
        if (!numbers) continue;
        CHECK(numbers->done());
        CHECK(!next_of(loop, *numbers));
        numbers->close();
    }
}

TEST_CASE("generator: a body that waits for something else is cancelled; who waits for it sees the end at once") {
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        asio::io_context loop;
        log_lines log;
        auto numbers = std::make_unique<generator<int>>(generate<int>(&for_ever, std::ref(log)));
        CHECK(next_of(loop, *numbers) == 1);
        outcome_of<int> waiting;
        asio::co_spawn(loop, numbers->next(), waiting.handler());
        settle(loop);
        CHECK(!waiting.done);
        destroyed ? numbers.reset() : numbers->close();
        settle(loop);
        CHECK(waiting.done);
        CHECK(!waiting.failure);
        CHECK(!waiting.item);
        CHECK(log == log_lines{"gone"});
        CHECK(loop.stopped());
    }
}

TEST_CASE("generator: one that is closed before its first next(), or just after, never begins its body") {
    asio::io_context loop;
    log_lines log;
    const auto owned = std::make_shared<int>();
    auto numbers = generate<int>(
        [&log](yielder<int>&, std::shared_ptr<int>) -> asio::awaitable<void> {
            log.push_back("begun");
            co_return;
        },
        owned);
    numbers.close();
    CHECK(owned.use_count() == 1);
    CHECK(!next_of(loop, numbers));

    auto begun = logged(log, 3);
    outcome_of<int> first;
    asio::co_spawn(loop, begun.next(), first.handler());
    loop.restart();
    while (!first.done && loop.poll_one() != 0) begun.close(); // as soon as it can be
    settle(loop);
    CHECK(first.done);
    CHECK(!first.item);
    CHECK(log.empty());
}

TEST_CASE("generator: a next() that is cancelled at any moment loses nothing, and does not cancel the body") {
    int cancelled = 0;
    for (int moment = 0; moment < 25; ++moment) {
        CAPTURE(moment);
        asio::io_context loop;
        auto numbers = generate<int>(&hopping_numbers, 20);
        const auto step = [&] {
            loop.restart();
            loop.poll_one();
        };
        const auto all = test::take_all_cancelling<int>(loop.get_executor(), numbers, moment, step);
        CHECK(!all.failure);
        CHECK(all.dropped == 0);
        REQUIRE(all.items.size() == 20);
        for (int i = 0; i < 20; ++i) CHECK(all.items[static_cast<std::size_t>(i)] == i + 1);
        cancelled += all.cancelled;
    }
    CHECK(cancelled > 30);
}

TEST_CASE("generator: a second consumer is refused, the first one gets its item") {
    asio::io_context loop;
    auto numbers = generate<int>(&hopping_numbers, 3);
    outcome_of<int> first, second;
    asio::co_spawn(loop, numbers.next(), first.handler());
    asio::co_spawn(loop, numbers.next(), second.handler());
    settle(loop);
    CHECK(first.item == 1);
    REQUIRE(second.failure);
    CHECK(caught_as<error>([&] { std::rethrow_exception(second.failure); }).kind() == error_kind::usage);
    CHECK(next_of(loop, numbers) == 2);
}

TEST_CASE("generator: a body gives one item at a time") {
    asio::io_context loop;
    std::exception_ptr seen;
    auto numbers = generate<int>([&seen](yielder<int>& out) -> asio::awaitable<void> {
        const asio::any_io_executor here = co_await asio::this_coro::executor;
        asio::co_spawn(here, out.yield(1), [&seen](std::exception_ptr failure) { seen = failure; });
        co_await out.yield(2);
    });
    CHECK(next_of(loop, numbers) == 1);
    CHECK(caught_as<error>([&] { next_of(loop, numbers); }).kind() == error_kind::usage);
    settle(loop);
    CHECK(is_aborted(seen)); // its generator has ended
}

TEST_CASE("generator: a yield() that its body gives up has given its item, and is not asked twice") {
    asio::io_context loop;
    log_lines log;
    auto numbers = generate<int>(
        [](yielder<int>& out, log_lines& told) -> asio::awaitable<void> {
            using namespace asio::experimental::awaitable_operators;
            co_await (out.yield(1) || hop());
            for (int i = 0; i < 10; ++i) co_await hop(); // asked for the second meanwhile
            co_await out.yield(2);
            told.push_back("behind 2");
            co_await out.yield(3);
        },
        std::ref(log));
    CHECK(next_of(loop, numbers) == 1);
    CHECK(next_of(loop, numbers) == 2);
    settle(loop);
    CHECK(log.empty());
    CHECK(next_of(loop, numbers) == 3);
    CHECK(log == log_lines{"behind 2"});
}

TEST_CASE("generator: any completion token; handlers are called on their executor, or on that of the generator") {
    asio::io_context loop, other;
    auto numbers = generate<int>(loop.get_executor(), &hopping_numbers, 4);
    const auto result = [&loop](std::future<std::optional<int>> future) { // which another thread fills
        settle(loop);
        return future.get();
    };
    CHECK(result(numbers.async_next(asio::use_future)) == 1);
    CHECK(result(numbers.async_next(asio::deferred)(asio::use_future)) == 2);

    outcome_of<int> third;
    numbers.async_next(third.handler());
    CHECK(!third.done); // never within the call
    settle(loop);
    CHECK(third.item == 3);

    outcome_of<int> elsewhere;
    bool there = false;
    numbers.async_next(asio::bind_executor(other, [&](std::exception_ptr failure, std::optional<int> item) {
        there = other.get_executor().running_in_this_thread();
        elsewhere.handler()(failure, item);
    }));
    for (int i = 0; i < 100 && !elsewhere.done; ++i) settle(loop), settle(other);
    CHECK(there);
    CHECK(elsewhere.item == 4);
    CHECK(!result(numbers.async_next(asio::use_future)));
    CHECK(numbers.get_executor() == asio::any_io_executor(loop.get_executor()));

    generator<int> none;
    outcome_of<int> nothing;
    none.async_next(asio::bind_executor(loop, nothing.handler()));
    settle(loop);
    CHECK(nothing.done);
    CHECK(!nothing.item);
}

TEST_CASE("generator: a callback's cancellation slot; the item comes later") {
    asio::io_context loop;
    asio::steady_timer never(loop, asio::steady_timer::time_point::max());
    auto numbers = generate<int>(
        loop.get_executor(),
        [](yielder<int>& out, asio::steady_timer& until) -> asio::awaitable<void> {
            boost::system::error_code ignored;
            co_await until.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            co_await out.yield(1);
        },
        std::ref(never));
    outcome_of<int> waiting;
    asio::cancellation_signal signal;
    numbers.async_next(asio::bind_cancellation_slot(signal.slot(), waiting.handler()));
    settle(loop);
    CHECK(!waiting.done);
    signal.emit(asio::cancellation_type::total);
    settle(loop);
    CHECK(is_aborted(waiting.failure));
    signal.emit(asio::cancellation_type::total); // of what has ended
    never.cancel();
    settle(loop);
    CHECK(numbers.try_next() == 1);
    CHECK(!numbers.try_next()); // asked for, and not there yet
    CHECK(!next_of(loop, numbers));
}

TEST_CASE("generator: a callback that is cancelled before it has begun") {
    asio::io_context loop;
    auto numbers = generate<int>(loop.get_executor(), &some_numbers, 2);
    outcome_of<int> first;
    asio::cancellation_signal signal;
    numbers.async_next(asio::bind_cancellation_slot(signal.slot(), first.handler()));
    signal.emit(asio::cancellation_type::total);
    CHECK(!first.done);
    settle(loop);
    CHECK(is_aborted(first.failure));
    CHECK(next_of(loop, numbers) == 1);
}

TEST_CASE("generator: a loop that goes away in the middle takes the coroutines along") {
    const auto shared = std::make_shared<int>();
    for (const bool handle_first : {false, true})
        for (int steps = 0; steps < 12; ++steps) {
            CAPTURE(steps);
            auto loop = std::make_unique<asio::io_context>();
            auto numbers = std::make_unique<generator<int>>(generate<int>(
                [](yielder<int>& out, std::shared_ptr<int>) -> asio::awaitable<void> {
                    for (int i = 0; i < 2; ++i) {
                        co_await hop();
                        co_await out.yield(i);
                    }
                },
                shared));
            asio::co_spawn(
                *loop,
                [](generator<int>& from, std::shared_ptr<int>) -> asio::awaitable<void> {
                    while (const auto item = co_await from.next()) CHECK(*item < 2);
                }(*numbers, shared),
                asio::detached);
            for (int i = 0; i < steps; ++i) loop->poll_one();
            if (handle_first) numbers.reset();
            loop.reset();
            numbers.reset();
            CHECK(shared.use_count() == 1);
        }
}

TEST_CASE("generator: one whose loop has gone is at its end") {
    auto loop = std::make_unique<asio::io_context>();
    auto numbers = generate<int>(loop->get_executor(), &some_numbers, 3);
    CHECK(next_of(*loop, numbers) == 1);
    loop.reset();
    asio::io_context other;
    CHECK(!next_of(other, numbers));
}

namespace {

/// No close(), and a cancellation that loses what it interrupts: a source as people write it first.
class careless_source {
public:
    careless_source(asio::any_io_executor on, int most) : timer_(on), most_(most) {}

    asio::awaitable<std::optional<int>> next() {
        if (given_ == most_) co_return std::nullopt;
        ++given_;
        timer_.expires_after(std::chrono::microseconds(50));
        co_await timer_.async_wait(asio::use_awaitable);
        if (given_ == 3 && !std::exchange(failed_, true)) throw std::runtime_error("three");
        co_return given_;
    }

private:
    asio::steady_timer timer_;
    int most_, given_ = 0;
    bool failed_ = false;
};
static_assert(source<careless_source> && !closable_source<careless_source>);

} // namespace

TEST_CASE("generator: of a source without close(): nothing is lost, failures pass, and it ends when the handle goes") {
    asio::io_context loop;
    generator<int> numbers(careless_source(loop.get_executor(), 6));
    const auto step = [&] {
        loop.restart();
        loop.run_one();
    };
    const auto executor = loop.get_executor();
    auto all = test::take_all_cancelling<int>(executor, numbers, 2, step);
    CHECK(all.items == std::vector{1, 2});
    CHECK(all.cancelled > 0);
    CHECK_THROWS_AS(std::rethrow_exception(all.failure), std::runtime_error);
    all = test::take_all_cancelling<int>(executor, numbers, 2, step);
    CHECK(all.items == std::vector{4, 5, 6}); // its own decision to go on
    CHECK(!all.failure);
    CHECK(all.dropped == 0);

    generator<int> left(careless_source(loop.get_executor(), 6));
    outcome_of<int> waiting;
    asio::co_spawn(loop, left.next(), waiting.handler());
    while (!waiting.done) {
        step();
        left = generator<int>();
    }
    CHECK(!waiting.item);
    loop.restart();
    loop.run(); // ends
    CHECK(waiting.done);
}

TEST_CASE("generator: a handle to nothing has none") {
    asio::io_context loop;
    generator<int> none;
    CHECK(none.done());
    CHECK(!none.try_next());
    CHECK(!next_of(loop, none));
    auto some = generate<int>(&some_numbers, 1);
    none = std::move(some);
    CHECK(next_of(loop, none) == 1);
    CHECK(some.done());
}

TEST_CASE("subscriptions and pages: one that another generator was assigned to has no cursor") {
    subscription events;
    static_cast<generator<event>&>(events) = generator<event>(std::make_shared<detail::no_items<event>>());
    CHECK_FALSE(events.cursor().has_value());
    CHECK(events.statistics().received == 0);
    pages walk;
    static_cast<generator<page>&>(walk) = generator<page>(std::make_shared<detail::no_items<page>>());
    CHECK_FALSE(walk.cursor().has_value());
}
