#include "transport/waiter.hpp"

#include "values/at_exit.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

namespace corogql::transport {

void waiter::state::wake(bool aborted) {
    if (!parked) return;
    const auto ticket = std::move(*parked);
    parked.reset();
    ticket.wake(aborted);
}

asio::awaitable<void> waiter::wait() {
    if (state_->notified) {
        state_->notified = false;
        co_return;
    }
    const auto shared = state_;
    const auto executor = runtime_->executor();
    auto park = [shared, executor](wake_handler handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) // which may be a caller's, and outlive the context: it holds no executor
            slot.assign([weak = std::weak_ptr(shared)](asio::cancellation_type) {
                if (const auto alive = weak.lock()) alive->wake(true);
            });
        shared->parked = parking_lot::park(std::move(handler), executor);
    };
    auto parked = asio::async_initiate<const asio::deferred_t, void(error_code)>(std::move(park), asio::deferred);
    co_await std::move(parked);
    shared->notified = false;
}

asio::awaitable<bool> waiter::wait_until(runtime::time_point until) {
    if (until == runtime::time_point::max()) {
        co_await wait();
        co_return true;
    }
    const auto shared = state_;
    shared->timed_out = false;
    auto& world = *runtime_;
    const auto limit = world.at(until, [shared] {
        if (!shared->parked) return;
        shared->timed_out = true;
        shared->wake(false);
    });
    const detail::at_exit guard([&world, limit] { world.cancel(limit); });
    co_await wait();
    co_return !shared->timed_out;
}

void waiter::notify() {
    if (!state_->parked) {
        state_->notified = true;
        return;
    }
    state_->wake(false);
}

void waiter::interrupt() { state_->wake(true); }

} // namespace corogql::transport
