// map, filter, take, and pipelines of them.
#include "../../support/cancelled_often.hpp"
#include "../../support/caught.hpp"
#include "../../support/run_loop.hpp"
#include "../../support/tap.hpp"

#include <corogql/compose.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include <string>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught_as, corogql::test::outcome_of, corogql::test::slow_tap, corogql::test::tap;

namespace {

template <class T>
asio::awaitable<std::vector<T>> all_of(generator<T> from) {
    std::vector<T> all;
    while (auto item = co_await from.next()) all.push_back(std::move(*item));
    co_return all;
}

/// Filled already, and ended.
tap full_tap(std::initializer_list<int> items) {
    tap made;
    made.filler()->give(items);
    made.filler()->end();
    return made;
}

bool is_odd(int number) { return number % 2 != 0; }
int twice(int number) { return 2 * number; }

asio::awaitable<void> one_turn() {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    co_await asio::post(here, asio::use_awaitable);
}
asio::awaitable<int> slowly_twice(int number) {
    co_await one_turn();
    co_return 2 * number;
}
asio::awaitable<bool> slowly_odd(const int& number) {
    co_await one_turn();
    co_return number % 2 != 0;
}

asio::awaitable<int> sum_in_a_coroutine(std::shared_ptr<int> plus) {
    auto add = map([plus](int i) { return i + *plus; });
    auto ones = full_tap({1, 2, 3});
    // Steps and generators may be temporaries beside a co_await, closures with captures may not.
    const auto first = co_await (std::move(ones) | filter(&is_odd) | std::move(add) | take(1)).next();
    auto rest = full_tap({5, 6, 7}) | map([plus](int i) { return i + *plus; }) |
                filter([plus](int i) { return i % 2 == 1 - *plus; });
    int sum = *first;
    while (const auto item = co_await rest.next()) sum += *item;
    co_return sum;
}

template <class T>
std::optional<T> taken_from(asio::io_context& loop, generator<T>& from) {
    return run(loop, from.next());
}

void let_run(asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

using numbers = std::vector<int>;

} // namespace

TEST_CASE("compose: map, filter and take over sources that have try_next() and over those that have not") {
    asio::io_context loop;
    CHECK(run(loop, all_of(map(full_tap({1, 2, 3}), &twice))) == numbers{2, 4, 6});
    CHECK(run(loop, all_of(filter(full_tap({1, 2, 3}), &is_odd))) == numbers{1, 3});
    CHECK(run(loop, all_of(take(full_tap({1, 2, 3}), 2))) == numbers{1, 2});
    CHECK(run(loop, all_of(take(full_tap({1, 2, 3}), 9))) == numbers{1, 2, 3});
    CHECK(run(loop, all_of(map(slow_tap(full_tap({1, 2, 3})), &twice))) == numbers{2, 4, 6});
    CHECK(run(loop, all_of(slow_tap(full_tap({1, 2, 3, 4, 5})) | filter(&is_odd) | map(&twice) | take(2))) ==
          numbers{2, 6});
    generator<int> none;
    CHECK(run(loop, all_of(map(std::move(none), &twice))).empty());
}

TEST_CASE("compose: items of any kind: members, results that are references, items that are movable only") {
    struct person {
        std::string name;
    };
    asio::io_context loop;
    auto names = full_tap({1, 2}) | map([](int i) { return person{std::to_string(i)}; }) | map(&person::name) |
                 map([](const std::string& name) -> const std::string& { return name; });
    static_assert(std::is_same_v<decltype(names), generator<std::string>>);
    CHECK(run(loop, all_of(std::move(names))) == std::vector<std::string>{"1", "2"});

    auto owners = full_tap({1, 2, 3}) | map([](int i) { return std::make_unique<int>(i); }) |
                  filter([](const std::unique_ptr<int>& each) { return *each != 2; }) | take(5);
    int sum = 0;
    for (const auto& each : run(loop, all_of(std::move(owners)))) sum += *each;
    CHECK(sum == 4);
}

TEST_CASE("compose: a pipeline owns its closures, and can be made in any statement") {
    asio::io_context loop;
    const auto shared = std::make_shared<int>(1);
    {
        const auto above = [shared](int i) { return i > *shared; };
        auto all = full_tap({1, 2, 3, 4}) | filter(above) | map([shared](int i) { return i + *shared; }) |
                   filter([shared, text = std::string(100, 'x')](int i) { return i != 4 && !text.empty(); });
        CHECK(shared.use_count() == 5);
        CHECK(run(loop, all_of(std::move(all))) == numbers{3, 5});
    }
    CHECK(shared.use_count() == 1);

    CHECK(run(loop, sum_in_a_coroutine(shared)) == 2 + 6 + 8);
    CHECK(shared.use_count() == 1);
}

TEST_CASE("compose: take closes its source with the last item, and asks it for no more") {
    asio::io_context loop;
    for (const bool slow : {false, true}) {
        CAPTURE(slow);
        tap from;
        const auto fill = from.filler();
        fill->give({1, 2, 3});
        auto two = slow ? take(slow_tap(std::move(from)), 2) : take(std::move(from), 2);
        CHECK(taken_from(loop, two) == 1);
        CHECK(!fill->closed);
        CHECK(taken_from(loop, two) == 2);
        CHECK(fill->closed);
        CHECK(two.done());
        CHECK(!taken_from(loop, two));
        CHECK(fill->asked == 2);
    }
    tap unread;
    const auto fill = unread.filler();
    auto none = std::move(unread) | take(0);
    CHECK(fill->closed);
    CHECK(!taken_from(loop, none));
    CHECK(fill->asked == 0);
}

TEST_CASE("compose: take ends the body of a generator where it is") {
    asio::io_context loop;
    bool gone = false;
    struct guard {
        bool& gone;
        ~guard() { gone = true; }
    };
    auto first = generate<int>([&gone](yielder<int>& out) -> asio::awaitable<void> {
                     const guard last{gone};
                     for (int i = 1;; ++i) co_await out.yield(i);
                 }) |
                 take(2);
    CHECK(taken_from(loop, first) == 1);
    let_run(loop);
    CHECK(!gone);
    CHECK(taken_from(loop, first) == 2);
    let_run(loop);
    CHECK(gone);
    CHECK(loop.stopped());
}

TEST_CASE("compose: a source's failure passes, behind what came before it, and is no end unless the source's") {
    asio::io_context loop;
    for (const bool awaiting : {false, true}) {
        CAPTURE(awaiting);
        tap from;
        const auto fill = from.filler();
        fill->give({1, 2, 3});
        fill->fail();
        auto all = awaiting ? std::move(from) | filter(&slowly_odd) | map(&slowly_twice) | take(3)
                            : std::move(from) | filter(&is_odd) | map(&twice) | take(3);
        CHECK(taken_from(loop, all) == 2);
        CHECK(taken_from(loop, all) == 6);
        CHECK(caught_as<std::runtime_error>([&] { taken_from(loop, all); }).what() == std::string("tap"));
        CHECK(!all.done());
        fill->give({5});
        CHECK(taken_from(loop, all) == 10);
        CHECK(!taken_from(loop, all));
    }
}

TEST_CASE("compose: what a function throws is thrown by next(), again and again, and ends generator and source") {
    asio::io_context loop;
    const auto throws = [](int number) -> int {
        if (number == 2) throw std::logic_error("two");
        return number;
    };
    const auto throws_later = [](int number) -> asio::awaitable<int> {
        co_await one_turn();
        if (number == 2) throw std::logic_error("two");
        co_return number;
    };
    const auto refuses = [](const int& number) {
        if (number == 2) throw std::logic_error("two");
        return true;
    };
    const auto refuses_later = [](const int& number) -> asio::awaitable<bool> {
        co_await one_turn();
        if (number == 2) throw std::logic_error("two");
        co_return true;
    };
    for (int which = 0; which < 4; ++which) {
        CAPTURE(which);
        tap from;
        const auto fill = from.filler();
        fill->give({1, 2, 3});
        generator<int> all;
        if (which == 0) all = map(std::move(from), throws);
        if (which == 1) all = map(std::move(from), throws_later);
        if (which == 2) all = filter(std::move(from), refuses);
        if (which == 3) all = filter(std::move(from), refuses_later);
        CHECK(taken_from(loop, all) == 1);
        CHECK(caught_as<std::logic_error>([&] { taken_from(loop, all); }).what() == std::string("two"));
        CHECK(fill->closed);
        CHECK(all.done());
        CHECK_THROWS_AS(taken_from(loop, all), std::logic_error);
        CHECK(fill->items.size() == 1); // was not asked for any more
    }
}

TEST_CASE("compose: functions that await run one at a time, and are cancelled when the handle goes") {
    asio::io_context loop;
    int running = 0, most = 0;
    const auto counted = [&](int number) -> asio::awaitable<int> {
        most = std::max(most, ++running);
        co_await one_turn();
        --running;
        co_return number;
    };
    CHECK(run(loop, all_of(full_tap({1, 2, 3}) | map(counted))) == numbers{1, 2, 3});
    CHECK(most == 1);

    std::exception_ptr seen;
    const auto never = [&](int number) -> asio::awaitable<int> {
        asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        try {
            co_await timer.async_wait(asio::use_awaitable);
        } catch (...) {
            seen = std::current_exception();
        }
        co_return number;
    };
    outcome_of<int> waiting;
    {
        auto all = full_tap({1, 2, 3}) | map(never);
        asio::co_spawn(loop, all.next(), waiting.handler());
        let_run(loop);
        CHECK(!waiting.done);
    }
    let_run(loop);
    CHECK(waiting.done);
    CHECK(!waiting.item);
    CHECK(test::is_aborted(seen));
    CHECK(loop.stopped());
}

TEST_CASE("compose: a next() that is cancelled at any moment loses nothing") {
    int cancelled = 0;
    for (int moment = 0; moment < 20; ++moment)
        for (int which = 0; which < 3; ++which) {
            CAPTURE(moment);
            CAPTURE(which);
            asio::io_context loop;
            tap from;
            const auto fill = from.filler();
            int given = 0;
            const auto step = [&] { // it trickles
                loop.restart();
                if (loop.poll_one() != 0) return;
                if (given < 12)
                    fill->give({++given});
                else
                    fill->end();
            };
            generator<int> all;
            if (which == 0) all = std::move(from) | filter(&is_odd) | map(&twice);
            if (which == 1) all = slow_tap(std::move(from)) | map(&twice) | filter([](int i) { return i % 4 != 0; });
            if (which == 2)
                all = std::move(from) | map(&slowly_twice) | map([](int i) { return i / 2; }) | filter(&slowly_odd) |
                      map(&slowly_twice) | take(6);
            const auto taken = test::take_all_cancelling<int>(loop.get_executor(), all, moment, step);
            CHECK(!taken.failure);
            CHECK(taken.dropped == 0);
            CHECK(taken.items == numbers{2, 6, 10, 14, 18, 22});
            cancelled += taken.cancelled;
        }
    CHECK(cancelled > 100);
}

TEST_CASE("compose: a handle that goes, or is closed, gives a waiting next() the end and closes the source") {
    for (const bool destroyed : {false, true})
        for (const bool slow : {false, true}) {
            CAPTURE(destroyed);
            CAPTURE(slow);
            asio::io_context loop;
            tap from;
            const auto fill = from.filler();
            generator<int> source = slow ? generator<int>(slow_tap(std::move(from))) : generator<int>(std::move(from));
            auto all = std::make_unique<generator<int>>(std::move(source) | filter(&is_odd) | map(&twice) | take(4));
            outcome_of<int> waiting;
            asio::co_spawn(loop, all->next(), waiting.handler());
            fill->give({2});
            let_run(loop);
            CHECK(!waiting.done);
            destroyed ? all.reset() : all->close();
            CHECK(fill->closed);
            let_run(loop);
            CHECK(waiting.done);
            CHECK(!waiting.item);
            CHECK(!waiting.failure);
            CHECK(loop.stopped());
        }
}

TEST_CASE("compose: try_next() and done() without a coroutine") {
    asio::io_context loop;
    tap from;
    const auto fill = from.filler();
    auto all = std::move(from) | filter(&is_odd) | map(&twice);
    CHECK(!all.try_next());
    fill->give({1, 2, 3});
    CHECK(all.try_next() == 2);
    CHECK(all.try_next() == 6);
    CHECK(!all.try_next());
    CHECK(!all.done());
    fill->end();
    CHECK(all.done());
}

TEST_CASE("compose: a generator is not adapted while somebody waits for it") {
    asio::io_context loop;
    auto all = take(tap(), 3);
    outcome_of<int> waiting;
    asio::co_spawn(loop, all.next(), waiting.handler());
    let_run(loop);
    CHECK(caught_as<error>([&] { map(std::move(all), &twice); }).kind() == error_kind::usage);
    let_run(loop);
    CHECK(waiting.done);
}
