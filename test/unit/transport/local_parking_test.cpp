#include "transport/local_parking.hpp"

#include "handler_log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace corogql::transport;

namespace {

struct seat : std::enable_shared_from_this<seat> {
    local_bay bay;

    void park(wake_handler handler, const asio::any_io_executor& on) {
        if (!bay.is_for(on)) REQUIRE(bay.settle(on));
        bay.park(std::move(handler), *this);
    }
};

/// An executor that owns something, and fails to take so many functions.
struct failing_executor {
    static inline int failures = 0;
    asio::io_context::executor_type on;
    std::shared_ptr<int> owned = nullptr;

    bool operator==(const failing_executor& other) const noexcept { return on == other.on && owned == other.owned; }
    asio::execution_context& query(asio::execution::context_t) const noexcept {
        return asio::query(on, asio::execution::context);
    }
    static constexpr asio::execution::blocking_t::never_t query(asio::execution::blocking_t) noexcept { return {}; }
    failing_executor require(asio::execution::blocking_t::never_t) const { return *this; }
    template <class Function>
    void execute(Function&& function) const {
        if (failures > 0 && failures-- > 0) throw std::bad_alloc();
        asio::require(on, asio::execution::blocking.never).execute(std::forward<Function>(function));
    }
};

std::vector<std::shared_ptr<seat>> seats(std::size_t count) {
    std::vector<std::shared_ptr<seat>> all;
    while (all.size() < count) all.push_back(std::make_shared<seat>());
    return all;
}

} // namespace

TEST_CASE("local parking: those that are woken run in order, in one function, and may park again") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(3);
    for (int i = 0; i < 3; ++i) all[static_cast<std::size_t>(i)]->park(seen.handler(i), loop.get_executor());
    for (int twice = 0; twice < 2; ++twice)
        for (const auto& each : all) each->bay.wake();
    CHECK(seen.calls.empty());
    CHECK(loop.run_one() == 1);
    REQUIRE(seen.calls.size() == 3);
    CHECK(seen.calls[2].first == 2);
    all[0]->bay.wake(); // nobody is there
    all[0]->park(seen.handler(7), loop.get_executor());
    all[0]->bay.wake();
    loop.run();
    CHECK(seen.calls.size() == 4);
    CHECK(seen.calls.back().first == 7);
}

TEST_CASE("local parking: who is parked is work of the context") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(2);
    for (const auto& each : all) each->park(seen.handler(1), loop.get_executor());
    CHECK(loop.poll() == 0);
    CHECK_FALSE(loop.stopped());
    all[0]->bay.wake();
    all[1].reset(); // and its handler with it
    CHECK(loop.run() == 1);
    CHECK(loop.stopped());
    CHECK(seen.calls.size() == 1);
}

TEST_CASE("local parking: who is woken by one that runs has a later turn, however often") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(2);
    const asio::any_io_executor on = loop.get_executor();
    int left = 1000;
    // Each wakes the other, so that somebody is always waiting for a turn.
    const auto turn = [&](auto& self, std::size_t mine) -> wake_handler {
        return [&, mine](error_code) {
            if (left-- == 0) return;
            all[mine]->park(self(self, mine), on);
            all[1 - mine]->bay.wake();
        };
    };
    for (std::size_t i = 0; i < 2; ++i) all[i]->park(turn(turn, i), on);
    all[0]->bay.wake();
    CHECK(loop.run_one() == 1);
    CHECK(left == 999);
    while (left > 0) CHECK(loop.run_one() == 1);
}

TEST_CASE("local parking: a handler may run the context, and end others that wait for their turn") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(4);
    const asio::any_io_executor on = loop.get_executor();
    all[0]->park(
        [&](error_code) {
            all[1].reset();
            all[3]->bay.wake();
            loop.poll();
            CHECK(seen.calls.size() == 2);
        },
        on);
    all[1]->park([](error_code) { FAIL("called"); }, on);
    all[2]->park(seen.handler(2), on);
    all[3]->park(seen.handler(3), on);
    for (std::size_t i = 0; i < 3; ++i) all[i]->bay.wake();
    loop.run();
    CHECK(seen.calls.at(0).first == 2);
    CHECK(seen.calls.at(1).first == 3);
}

TEST_CASE("local parking: what one handler throws costs the others no turn") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(3);
    all[0]->park(seen.handler(0), loop.get_executor());
    all[1]->park([](error_code) { throw std::runtime_error("no"); }, loop.get_executor());
    all[2]->park(seen.handler(2), loop.get_executor());
    for (const auto& each : all) each->bay.wake();
    CHECK_THROWS_AS(loop.run(), std::runtime_error);
    CHECK(seen.calls.size() == 1);
    loop.run();
    CHECK(seen.calls.size() == 2);
}

TEST_CASE("local parking: a context that goes drops what is parked, and what was woken and has not run") {
    for (const bool woken : {false, true}) {
        auto one = std::make_shared<seat>(); // the handler keeps it, as a coroutine does
        const std::weak_ptr<seat> alive = one;
        const auto other = std::make_shared<seat>();
        {
            asio::io_context loop(1);
            one->park([one](error_code) { FAIL("called"); }, loop.get_executor());
            other->park([](error_code) { FAIL("called"); }, loop.get_executor());
            if (woken) one->bay.wake(), other->bay.wake();
            one.reset();
        }
        CHECK(alive.expired());
        other->bay.wake();
        handler_log seen;
        asio::io_context next(1); // perhaps where the other one was
        other->park(seen.handler(1), next.get_executor());
        other->bay.wake();
        next.run();
        CHECK(seen.calls.size() == 1);
    }
}

TEST_CASE("local parking: each executor has bays of its own, and is let go of with the last of them") {
    asio::io_context loop(1);
    handler_log seen;
    {
        const asio::any_io_executor plain = loop.get_executor(), strand = asio::make_strand(loop);
        auto all = seats(2);
        all[0]->park(seen.handler(0), plain);
        all[1]->park(seen.handler(1), strand);
        CHECK_FALSE(all[0]->bay.is_for(strand));
        CHECK_FALSE(all[1]->bay.is_for(plain));
        for (const auto& each : all) each->bay.wake();
        CHECK(loop.run_one() == 1);
        CHECK(seen.calls.size() == 1);
        loop.run();
        CHECK(seen.calls.size() == 2);
    }
    // Whatever an executor owns goes with the last bay that is for it.
    auto kept = std::make_shared<int>(0);
    {
        const asio::any_io_executor on = failing_executor{loop.get_executor(), kept};
        local_bay first, second;
        CHECK(first.settle(on));
        CHECK(second.settle(on));
    }
    CHECK(kept.use_count() == 1);
}

TEST_CASE("local parking: an executor that counts as work has no bays") {
    asio::io_context loop(1);
    local_bay bay;
    const asio::any_io_executor tracked =
        asio::prefer(asio::any_io_executor(loop.get_executor()), asio::execution::outstanding_work.tracked);
    CHECK_FALSE(bay.settle(tracked));
    CHECK_FALSE(bay.is_for(tracked));
}

TEST_CASE("local parking: a post that fails costs nobody a turn") {
    asio::io_context loop(1);
    handler_log seen;
    auto all = seats(2);
    failing_executor::failures = 0;
    const asio::any_io_executor on = failing_executor{loop.get_executor()};
    for (int i = 0; i < 2; ++i) all[static_cast<std::size_t>(i)]->park(seen.handler(i), on);
    failing_executor::failures = 1;
    CHECK_THROWS_AS(all[0]->bay.wake(), std::bad_alloc);
    CHECK(all[0]->bay.occupied());
    for (const auto& each : all) each->bay.wake();
    loop.run();
    CHECK(seen.calls.size() == 2);
}

TEST_CASE("local parking: a cancellation reaches its own wait alone, also behind the wake") {
    asio::io_context loop(1);
    handler_log seen;
    const auto one = std::make_shared<seat>();
    asio::cancellation_signal first, second;
    const asio::any_io_executor on = loop.get_executor();
    one->park(asio::bind_cancellation_slot(first.slot(), seen.handler(1)), on);
    one->bay.wake();
    first.emit(asio::cancellation_type::terminal); // it was woken and has not run
    loop.run();
    CHECK(seen.calls.at(0).second == asio::error::operation_aborted);
    one->park(asio::bind_cancellation_slot(second.slot(), seen.handler(2)), on);
    first.emit(asio::cancellation_type::terminal); // of the wait before
    one->bay.wake();
    loop.restart();
    loop.run();
    CHECK(seen.calls.at(1).second == error_code());
    one->park(asio::bind_cancellation_slot(first.slot(), seen.handler(3)), on);
    first.emit(asio::cancellation_type::partial);
    loop.restart();
    loop.run();
    CHECK(seen.calls.at(2).second == asio::error::operation_aborted);
}
