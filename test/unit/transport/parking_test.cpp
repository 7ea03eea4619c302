#include "transport/parking.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace corogql::transport;

namespace {

/// Handlers that tell in which order they are called, and with what.
struct handler_log {
    std::vector<std::pair<int, error_code>> calls;
    wake_handler handler(int number) {
        return [this, number](error_code result) { calls.emplace_back(number, result); };
    }
};

} // namespace

TEST_CASE("parking: handlers that are woken together run in order, in one function, and may park again") {
    asio::io_context loop(1);
    handler_log seen;
    parking_lot::bay bays[3];
    std::vector<parking_lot::ticket> tickets;
    for (int i = 0; i < 3; ++i) tickets.push_back(bays[i].park(seen.handler(i), loop.get_executor(), true));
    for (const auto& each : tickets) CHECK(each.wake());
    for (const auto& each : tickets) CHECK_FALSE(each.wake());
    CHECK(seen.calls.empty());
    CHECK(loop.run_one() == 1);
    CHECK(seen.calls.size() == 3);
    CHECK(seen.calls.at(2).first == 2);
    tickets.clear();
    const auto again = bays[0].park(seen.handler(7), loop.get_executor(), true);
    CHECK(again.wake());
    loop.restart();
    CHECK(loop.run() == 1);
    CHECK(seen.calls.back().first == 7);
}

TEST_CASE("parking: what one handler throws costs the others no turn") {
    asio::io_context loop(1);
    handler_log seen;
    parking_lot::bay bays[3];
    const auto first = bays[0].park(seen.handler(0), loop.get_executor(), true);
    const auto bad = bays[1].park([](error_code) { throw std::runtime_error("no"); }, loop.get_executor(), true);
    const auto last = bays[2].park(seen.handler(2), loop.get_executor(), true);
    for (const auto* each : {&first, &bad, &last}) each->wake();
    CHECK_THROWS_AS(loop.run(), std::runtime_error);
    CHECK(seen.calls.size() == 1);
    loop.run();
    CHECK(seen.calls.size() == 2);
}

TEST_CASE("parking: a context that goes drops what is parked, and what was woken and has not run") {
    for (const bool together : {false, true})
        for (const bool woken : {false, true}) {
            auto bay = std::make_shared<parking_lot::bay>(); // the handler keeps it, as a coroutine does
            const std::weak_ptr<parking_lot::bay> alive = bay;
            std::optional<parking_lot::ticket> ticket;
            {
                asio::io_context loop(1);
                ticket = bay->park([bay](error_code) { FAIL("called"); }, loop.get_executor(), together);
                bay.reset();
                if (woken) CHECK(ticket->wake());
            }
            CHECK(alive.expired());
            CHECK_FALSE(ticket->wake());
        }
}

TEST_CASE("parking: another context may lie where one was before") {
    handler_log seen;
    parking_lot::bay bay;
    for (int i = 0; i < 3; ++i) {
        asio::io_context loop(1);
        CHECK(bay.park(seen.handler(i), loop.get_executor()).wake());
        loop.run();
    }
    CHECK(seen.calls.size() == 3);
}

TEST_CASE("parking: a cancellation reaches its own stay alone, also behind the wake") {
    asio::io_context loop(1);
    handler_log seen;
    parking_lot::bay bay;
    asio::cancellation_signal first, second;
    for (const bool together : {false, true}) {
        seen.calls.clear();
        bay.park(asio::bind_cancellation_slot(first.slot(), seen.handler(1)), loop.get_executor(), together).wake();
        first.emit(asio::cancellation_type::terminal); // it was woken and has not run
        loop.restart();
        loop.run();
        CHECK(seen.calls.at(0).second == asio::error::operation_aborted);
        const auto next =
            bay.park(asio::bind_cancellation_slot(second.slot(), seen.handler(2)), loop.get_executor(), together);
        first.emit(asio::cancellation_type::terminal); // of the stay before
        next.wake();
        loop.restart();
        loop.run();
        CHECK(seen.calls.at(1).second == error_code());
    }
}
