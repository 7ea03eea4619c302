/// A waiter is one coroutine's wait for something that happens elsewhere on the same executor.
#pragma once

#include "transport/parking.hpp"
#include "transport/runtime.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace corogql::transport {

/// A waiter is latched: notify() before wait() makes that wait return at once. A single coroutine waits at a time. The
/// class is not thread-safe: all calls are made on the runtime's executor.
class waiter {
public:
    explicit waiter(runtime& runtime) : runtime_(&runtime), state_(std::make_shared<state>()) {}
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    /// Returns after notify(); throws system_error(operation_aborted) after interrupt() or Asio cancellation.
    asio::awaitable<void> wait();
    /// Waits as wait() does, but returns false once `until` has passed. time_point::max() means no limit.
    asio::awaitable<bool> wait_until(runtime::time_point until);

    void notify();
    /// Makes the wait throw, where notify() makes it return. Without a wait under way this call does nothing.
    void interrupt();
    bool waiting() const noexcept { return state_->parked.has_value(); }

private:
    struct state {
        std::optional<parking_lot::ticket> parked;
        bool notified = false;
        bool timed_out = false;
        void wake(bool aborted);
    };
    runtime* runtime_;
    std::shared_ptr<state> state_;
};

} // namespace corogql::transport
