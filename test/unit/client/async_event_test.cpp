#include "../../support/cancelled_often.hpp"
#include "../../support/run_loop.hpp"

#include <corogql/detail/async_event.hpp>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <thread>

using namespace corogql;
using namespace corogql::testing;
using detail::async_event;

namespace {

struct bell_waiter {
    bool done = false;
    std::exception_ptr failure;
    asio::cancellation_signal cancel;

    void start(asio::io_context& loop, const async_event& on) {
        asio::co_spawn(loop, on.wait(), asio::bind_cancellation_slot(cancel.slot(), [this](std::exception_ptr problem) {
                           done = true;
                           failure = std::move(problem);
                       }));
    }
};

void let_all_run(asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

} // namespace

TEST_CASE("bell: a ring ends a wait; one before it ends the next, and no other") {
    asio::io_context loop;
    const async_event rung;
    for (const bool before : {false, true}) {
        bell_waiter first, second;
        if (before) rung.ring(), rung.ring();
        first.start(loop, rung);
        let_all_run(loop);
        CHECK(first.done == before);
        if (!before) rung.ring();
        let_all_run(loop);
        CHECK(first.done);
        CHECK(!first.failure);
        second.start(loop, rung);
        let_all_run(loop);
        CHECK(!second.done);
        rung.ring();
        let_all_run(loop);
        CHECK(second.done);
    }
}

TEST_CASE("bell: a cancellation ends a wait, also one whose bell has rung already") {
    asio::io_context loop;
    const async_event rung;
    for (const bool late : {false, true}) {
        bell_waiter waiting;
        waiting.start(loop, rung);
        let_all_run(loop);
        asio::post(loop, [&] {
            if (late) rung.ring();
            waiting.cancel.emit(asio::cancellation_type::terminal);
        });
        let_all_run(loop);
        CHECK(waiting.done);
        CHECK(test::is_aborted(waiting.failure));
    }
}

TEST_CASE("bell: rung by another thread, again and again") {
    asio::io_context loop;
    const async_event ping, pong;
    auto echo = start(loop, [](async_event in, async_event out) -> asio::awaitable<int> {
        for (int i = 0; i < 1000; ++i) {
            co_await in.wait();
            out.ring();
        }
        co_return 1000;
    }(ping, pong));
    std::thread other([&] {
        asio::io_context its;
        for (int i = 0; i < 1000; ++i) {
            ping.ring();
            run(its, pong.wait());
        }
    });
    CHECK(run_until(loop, echo) == 1000);
    other.join();
}
