// merge and buffer over sources that the test fills; what depends on time is in the simulation's tests.
#include "../../support/cancelled_often.hpp"
#include "../../support/caught.hpp"
#include "../../support/run_loop.hpp"
#include "../../support/tap.hpp"

#include <corogql/compose.hpp>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;
using corogql::test::caught_as, corogql::test::outcome_of, corogql::test::slow_tap, corogql::test::tap;

namespace {

template <class T>
std::optional<T> merged_from(asio::io_context& loop, generator<T>& from) {
    return run(loop, from.next());
}

void run_all(asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

tap tap_with(std::initializer_list<int> items, bool ended) {
    tap made;
    made.filler()->give(items);
    if (ended) made.filler()->end();
    return made;
}

asio::awaitable<void> count_up(yielder<int>& out, int from, int to) {
    for (int i = from; i < to; ++i) co_await out.yield(i);
}

using batch = std::vector<int>;

} // namespace

TEST_CASE("merge: those that have something take turns; it ends when all have ended") {
    asio::io_context loop;
    std::vector<tap> taps;
    taps.push_back(tap_with({1, 2, 3, 4}, true));
    taps.push_back(tap_with({10, 20}, true));
    taps.push_back(tap_with({100}, false));
    const auto last = taps.back().filler();
    auto all = merge(std::move(taps));
    batch seen;
    for (int i = 0; i < 7; ++i) seen.push_back(merged_from(loop, all).value());
    CHECK(seen == batch{1, 10, 100, 2, 20, 3, 4});
    CHECK(!all.done());
    outcome_of<int> waiting;
    asio::co_spawn(loop, all.next(), waiting.handler());
    run_all(loop);
    CHECK(!waiting.done);
    last->end();
    run_all(loop);
    CHECK(waiting.done);
    CHECK(!waiting.item);
    CHECK(all.done());
    CHECK(!merged_from(loop, all));
}

TEST_CASE("merge: one that is always ready does not keep the others from being asked") {
    asio::io_context loop;
    std::initializer_list<int> many = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    auto all = merge(tap_with(many, true), generate<int>(&count_up, 10, 14), slow_tap(tap_with({20, 21, 22}, true)));
    batch early;
    for (int i = 0; i < 19; ++i) {
        early.push_back(merged_from(loop, all).value());
        run_all(loop);
    }
    CHECK(std::count(early.begin(), early.end(), 1) == 12);
    early.erase(std::remove(early.begin(), early.end(), 1), early.end());
    CHECK(std::is_permutation(early.begin(), early.end(), batch{10, 11, 12, 13, 20, 21, 22}.begin()));
}

TEST_CASE("merge: of different sources, to the common type of their items") {
    asio::io_context loop;
    auto halves = tap_with({1}, true) | map([](int i) { return i / 2.0; });
    auto all = merge(std::move(halves), tap_with({7}, true));
    static_assert(std::is_same_v<decltype(all), generator<double>>);
    CHECK(merged_from(loop, all) == 0.5);
    CHECK(merged_from(loop, all) == 7.0);
    CHECK(!merged_from(loop, all));
    auto texts = merge(tap_with({1}, true) | map([](int) { return "c"; }),
                       tap_with({1}, true) | map([](int) { return std::string("s"); }));
    static_assert(std::is_same_v<decltype(texts), generator<std::string>>);
    CHECK(merged_from(loop, texts) == "c");
    auto none = merge(std::vector<tap>());
    CHECK(!merged_from(loop, none));
    CHECK(none.done());
}

TEST_CASE("merge: the first failure comes behind what was there, is the end, and stops the others") {
    asio::io_context loop;
    for (const bool waiting_first : {false, true}) {
        CAPTURE(waiting_first);
        tap bad, good, idle;
        const auto breaks = bad.filler(), gives = good.filler(), waits = idle.filler();
        auto all = merge(std::move(bad), std::move(good), slow_tap(std::move(idle)));
        outcome_of<int> first;
        if (waiting_first) { // everybody is being waited for
            asio::co_spawn(loop, all.next(), first.handler());
            run_all(loop);
            CHECK(!first.done);
            gives->give({1, 2, 3});
            waits->give({4});
            breaks->fail();
            run_all(loop);
        } else {
            gives->give({1, 2, 3});
            breaks->fail();
        }
        batch seen;
        if (first.item) seen.push_back(*first.item);
        CHECK_THROWS_AS(
            [&] {
                while (const auto item = merged_from(loop, all)) seen.push_back(*item);
            }(),
            std::runtime_error);
        std::sort(seen.begin(), seen.end());
        CHECK(seen == (waiting_first ? batch{1, 2, 3, 4} : batch{1, 2, 3}));
        CHECK(gives->closed);
        CHECK(waits->closed);
        CHECK(all.done());
        CHECK_THROWS_AS(merged_from(loop, all), std::runtime_error);
    }
}

TEST_CASE("merge: a next() that is cancelled at any moment loses nothing, and keeps each source's order") {
    int cancelled = 0;
    for (int moment = 0; moment < 20; ++moment) {
        CAPTURE(moment);
        asio::io_context loop;
        tap quick, slow;
        const auto a = quick.filler(), b = slow.filler();
        auto all = merge(std::move(quick), slow_tap(std::move(slow)), generate<int>(&count_up, 200, 210));
        int given = 0;
        const auto step = [&] {
            loop.restart();
            if (loop.poll_one() != 0) return;
            if (given < 10) {
                a->give({given, given + 50});
                b->give({100 + given});
            } else {
                a->end();
                b->end();
            }
            ++given;
        };
        const auto taken = test::take_all_cancelling<int>(loop.get_executor(), all, moment, step);
        CHECK(!taken.failure);
        CHECK(taken.dropped == 0);
        CHECK(taken.items.size() == 40);
        for (const int begin : {100, 200}) {
            batch one;
            for (const int each : taken.items)
                if (each >= begin && each < begin + 100) one.push_back(each);
            CHECK(one.size() == 10);
            CHECK(std::is_sorted(one.begin(), one.end()));
        }
        auto sorted = taken.items;
        std::sort(sorted.begin(), sorted.end());
        CHECK(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
        cancelled += taken.cancelled;
    }
    CHECK(cancelled > 50);
}

TEST_CASE("merge, buffer: a handle that goes while it is waited for stops all sources") {
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        asio::io_context loop;
        tap quick, slow;
        const auto a = quick.filler(), b = slow.filler();
        auto all = std::make_unique<generator<batch>>(
            merge(std::move(quick), slow_tap(std::move(slow)), generate<int>(&count_up, 0, 1)) | buffer(5, 1h));
        outcome_of<batch> waiting;
        asio::co_spawn(loop, all->next(), waiting.handler());
        run_all(loop);
        a->give({1});
        run_all(loop);
        CHECK(!waiting.done);
        destroyed ? all.reset() : all->close();
        CHECK(a->closed);
        CHECK(b->closed);
        run_all(loop);
        CHECK(waiting.done);
        CHECK(!waiting.item);
        all.reset();
        run_all(loop);
        CHECK(loop.stopped()); // the batch's hour is off as well
    }
}

TEST_CASE("merge, buffer: a loop that goes away in the middle takes the coroutines along") {
    for (int steps = 0; steps < 12; ++steps) {
        CAPTURE(steps);
        auto loop = std::make_unique<asio::io_context>();
        tap quick;
        const auto fill = quick.filler();
        auto all = merge(std::move(quick), slow_tap(tap())) | buffer(3, 1h);
        fill->give({1});
        outcome_of<batch> waiting;
        asio::co_spawn(*loop, all.next(), waiting.handler());
        for (int i = 0; i < steps; ++i) loop->poll_one();
        loop.reset();
        CHECK(!waiting.done);
        fill->give({2});
        CHECK(fill.use_count() == 2);
    }
}

TEST_CASE("buffer: so many at once; what is left at the end; a failure behind what came before it") {
    asio::io_context loop;
    auto all = tap_with({1, 2, 3, 4, 5}, true) | buffer(2, 1h);
    CHECK(merged_from(loop, all) == batch{1, 2});
    CHECK(merged_from(loop, all) == batch{3, 4});
    CHECK(merged_from(loop, all) == batch{5});
    CHECK(!merged_from(loop, all));
    CHECK(all.done());

    tap from;
    const auto fill = from.filler();
    fill->give({1, 2, 3});
    fill->fail();
    auto failing = slow_tap(std::move(from)) | buffer(2, 1h);
    CHECK(merged_from(loop, failing) == batch{1, 2});
    CHECK(merged_from(loop, failing) == batch{3});
    CHECK_THROWS_AS(merged_from(loop, failing), std::runtime_error);
    CHECK(!failing.done());
    fill->give({4, 5}); // the source's failure was no end
    CHECK(merged_from(loop, failing) == batch{4, 5});
    fill->end();
    CHECK(!merged_from(loop, failing));

    CHECK(caught_as<error>([] { buffer(tap(), 0, 1s); }).kind() == error_kind::usage);
}

TEST_CASE("buffer: a next() that is cancelled at any moment loses nothing") {
    int cancelled = 0;
    for (int moment = 0; moment < 20; ++moment)
        for (const bool slow : {false, true}) {
            CAPTURE(moment);
            CAPTURE(slow);
            asio::io_context loop;
            tap from;
            const auto fill = from.filler();
            generator<int> source = slow ? generator<int>(slow_tap(std::move(from))) : generator<int>(std::move(from));
            auto all = std::move(source) | buffer(3, 1h);
            int given = 0;
            const auto step = [&] {
                loop.restart();
                if (loop.poll_one() != 0) return;
                if (given < 20)
                    fill->give({++given});
                else
                    fill->end();
            };
            const auto taken = test::take_all_cancelling<batch>(loop.get_executor(), all, moment, step);
            CHECK(!taken.failure);
            CHECK(taken.dropped == 0);
            CHECK(taken.items.size() == 7);
            int next = 1;
            for (const auto& each : taken.items)
                for (const int item : each) CHECK(item == next++);
            CHECK(next == 21);
            cancelled += taken.cancelled;
        }
    CHECK(cancelled > 50);
}
