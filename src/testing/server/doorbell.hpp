/// Where one coroutine sleeps until another part of the same loop has something for it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace corogql::testing {

namespace asio = boost::asio;

/// Not thread-safe. The sleeper hangs on a timer that never expires: when the loop is destroyed in mid-sleep, Asio
/// drops it, although it owns the bell it sleeps on.
class doorbell {
public:
    explicit doorbell(asio::any_io_executor executor);

    /// Wakes the sleeper; without one, the next wait() returns at once.
    void ring();
    asio::awaitable<void> wait();

private:
    asio::steady_timer never_;
    bool rung_ = false;
};

} // namespace corogql::testing
