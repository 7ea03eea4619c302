#include "transport/parking.hpp"

#include "handler_log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <vector>

using namespace corogql::transport;

TEST_CASE("parking: a context that goes drops what is parked, and what was woken and has not run") {
    for (const bool woken : {false, true}) {
        auto bay = std::make_shared<parking_lot::bay>(); // the handler keeps it, as a coroutine does
        const std::weak_ptr<parking_lot::bay> alive = bay;
        std::optional<parking_lot::ticket> ticket;
        {
            asio::io_context loop(1);
            ticket = bay->park([bay](error_code) { FAIL("called"); }, loop.get_executor());
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
    bay.park(asio::bind_cancellation_slot(first.slot(), seen.handler(1)), loop.get_executor()).wake();
    first.emit(asio::cancellation_type::terminal); // it was woken and has not run
    loop.run();
    CHECK(seen.calls.at(0).second == asio::error::operation_aborted);
    const auto next = bay.park(asio::bind_cancellation_slot(second.slot(), seen.handler(2)), loop.get_executor());
    first.emit(asio::cancellation_type::terminal); // of the stay before
    next.wake();
    loop.restart();
    loop.run();
    CHECK(seen.calls.at(1).second == error_code());
}
