/// A coroutine or a handler sleeps on an event until another, or another thread, has something for it.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <memory>

namespace corogql::detail {

namespace asio = boost::asio;

/// An event is latched: a ring that nobody waited for ends the next wait() at once. It is thread-safe; one waits at a
/// time. Copies are the same bell.
class async_event {
public:
    async_event();

    void ring() const noexcept;
    /// Waits for a ring, and resumes on its own executor. Cancellation, of all types, throws operation_aborted, also
    /// when the bell has rung already and the waiting coroutine has not gone on yet.
    asio::awaitable<void> wait() const;
    /// Waits as wait() does, but posts `handler` to `on`.
    void park(asio::any_completion_handler<void(boost::system::error_code)> handler,
              const asio::any_io_executor& on) const;

private:
    struct state;
    std::shared_ptr<state> state_;
    static asio::awaitable<void> wait_for(async_event self);
};

} // namespace corogql::detail
