/// A coroutine that runs apart from who waits for what it does.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <memory>

namespace corogql::detail {

namespace asio = boost::asio;

/// A handle that does not keep it.
class detached_task {
public:
    detached_task() noexcept = default;
    /// On a strand of `on`, and never within this call. What `work` throws is dropped. A cancellation that comes
    /// through `slot` stops it.
    detached_task(const asio::any_io_executor& on, asio::awaitable<void> work, asio::cancellation_slot slot = {});

    /// Terminal cancellation. From any thread; does nothing when it has ended, or its context has.
    void stop() const noexcept;

private:
    struct state;
    std::weak_ptr<state> state_;
};

} // namespace corogql::detail
