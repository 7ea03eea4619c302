/// A cancellable_task runs an awaitable so that the wait for it can be bounded and abandoned, whatever the awaitable is
/// suspended in.
#pragma once

#include "transport/waiter.hpp"
#include "values/at_exit.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace corogql::transport {

/// The state that the work shares with whoever waits for it; either may end first.
template <class T>
class cancellable_task : public std::enable_shared_from_this<cancellable_task<T>> {
public:
    explicit cancellable_task(transport::runtime& runtime) : done_(runtime), executor_(runtime.executor()) {}

    void start(asio::awaitable<T> work) {
        auto finish = [self = this->shared_from_this()](std::exception_ptr failure, T result) {
            self->failure_ = failure;
            self->result_.emplace(std::move(result));
            self->done_.notify();
        };
        asio::co_spawn(executor_, std::move(work), asio::bind_cancellation_slot(cancel_.slot(), std::move(finish)));
    }

    /// Waits for the end of the work. Returns false when `until` passed first: the work is then cancelled. When this
    /// wait is cancelled or interrupted, so is the work.
    asio::awaitable<bool> wait(runtime::time_point until) {
        const auto self = this->shared_from_this();
        const detail::at_exit guard([&self] { self->cancel(); });
        co_return co_await self->done_.wait_until(until);
    }

    // Once the work has ended:

    /// Returns what the work threw; null where it threw nothing.
    const std::exception_ptr& failure() const noexcept { return failure_; }
    /// Gives the result away, or throws what the work threw.
    T take() {
        if (failure_) std::rethrow_exception(failure_);
        return std::move(*result_);
    }

    /// Ends the work, whether somebody waits for it or not. The cancellation is posted, because whoever waited may be
    /// going down with the context, whose sockets have gone before and must not be told.
    void cancel() {
        if (result_) return;
        asio::post(executor_, [weak = this->weak_from_this()] {
            const auto alive = weak.lock();
            if (alive && !alive->result_) alive->cancel_.emit(asio::cancellation_type::terminal);
        });
    }

    /// Ends wait() with operation_aborted.
    void interrupt() { done_.interrupt(); }

private:
    waiter done_;
    asio::any_io_executor executor_;
    asio::cancellation_signal cancel_;
    std::optional<T> result_;
    std::exception_ptr failure_;
};

} // namespace corogql::transport
