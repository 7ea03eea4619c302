#include <corogql/detail/async_event.hpp>

#include "transport/parking.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>

#include <mutex>
#include <optional>
#include <utility>

namespace corogql::detail {

using transport::error_code;

struct async_event::state {
    std::mutex mutex;
    bool rung = false;
    /// The wait that began after the last ring; it may have been given up.
    std::optional<transport::parking_lot::ticket> waiting;

    bool take_ring() {
        const std::lock_guard lock(mutex);
        return std::exchange(rung, false);
    }
};

async_event::async_event() : state_(std::make_shared<state>()) {}

void async_event::ring() const noexcept {
    std::unique_lock lock(state_->mutex);
    const auto woken = std::exchange(state_->waiting, std::nullopt);
    if (!woken) state_->rung = true;
    lock.unlock();
    if (woken && !woken->wake()) ring(); // that one had given up
}

void async_event::park(transport::wake_handler handler, const asio::any_io_executor& on) const {
    auto ticket = transport::parking_lot::park_cancellable(std::move(handler), on);
    {
        const std::lock_guard lock(state_->mutex);
        if (!std::exchange(state_->rung, false)) {
            state_->waiting.emplace(std::move(ticket));
            return;
        }
    }
    ticket.wake();
}

asio::awaitable<void> async_event::wait() const { return wait_for(*this); }

asio::awaitable<void> async_event::wait_for(async_event self) {
    if (self.state_->take_ring()) co_return;
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    auto park = [&self, &here](transport::wake_handler handler) { self.park(std::move(handler), here); };
    auto parked = asio::async_initiate<const asio::deferred_t, void(error_code)>(std::move(park), asio::deferred);
    co_await std::move(parked);
}

} // namespace corogql::detail
