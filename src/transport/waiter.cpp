#include "transport/waiter.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql::transport {

void waiter::state::wake(parking_lot& lot, error_code result) {
    if (!parked) return;
    const auto ticket = *parked;
    parked.reset();
    lot.wake(ticket, result);
}

asio::awaitable<void> waiter::wait() {
    if (state_->notified) {
        state_->notified = false;
        co_return;
    }
    const auto shared = state_;
    const auto executor = runtime_->executor();
    auto park = [shared, executor](wake_handler handler) {
        auto& lot = parking_lot::of(executor);
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected())
            slot.assign([weak = std::weak_ptr(shared), executor](asio::cancellation_type) {
                if (const auto alive = weak.lock())
                    alive->wake(parking_lot::of(executor), asio::error::operation_aborted);
            });
        shared->parked = lot.park(std::move(handler), executor);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(error_code)>(std::move(park),
                                                                                   asio::use_awaitable);
    shared->notified = false;
}

asio::awaitable<bool> waiter::wait_until(runtime::time_point until) {
    if (until == runtime::time_point::max()) {
        co_await wait();
        co_return true;
    }
    const auto shared = state_;
    const auto executor = runtime_->executor();
    shared->timed_out = false;
    struct timer {
        transport::runtime& world;
        transport::runtime::timer_id id;
        timer(transport::runtime& r, transport::runtime::time_point when, std::function<void()> fire)
            : world(r), id(r.at(when, std::move(fire))) {}
        ~timer() { world.cancel(id); }
    };
    std::function<void()> pass = [shared, executor] {
        if (!shared->parked) return;
        shared->timed_out = true;
        shared->wake(parking_lot::of(executor), {});
    };
    const timer limit(*runtime_, until, std::move(pass));
    co_await wait();
    co_return !shared->timed_out;
}

void waiter::notify() {
    if (!state_->parked) {
        state_->notified = true;
        return;
    }
    state_->wake(parking_lot::of(runtime_->executor()), {});
}

void waiter::interrupt() { state_->wake(parking_lot::of(runtime_->executor()), asio::error::operation_aborted); }

} // namespace corogql::transport
