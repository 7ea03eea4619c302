/// A detached task is a coroutine that runs apart from who waits for what it does.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace corogql::detail {

namespace asio = boost::asio;

/// This is a handle that does not keep the coroutine.
class detached_task {
public:
    detached_task() noexcept = default;
    /// Begins `work` on a strand of `on`, and never within this call. What `work` throws is dropped.
    detached_task(const asio::any_io_executor& on, asio::awaitable<void> work);

    /// Stops it by terminal cancellation, from any thread; does nothing when it has ended, or its context has.
    void stop() const noexcept;

private:
    struct state;
    std::weak_ptr<state> state_;
};

} // namespace corogql::detail
