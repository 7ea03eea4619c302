#include "transport/parking.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

namespace corogql::transport {

asio::execution_context::id parking_lot::id;

parking_lot& parking_lot::of(const asio::any_io_executor& executor) {
    return asio::use_service<parking_lot>(asio::query(executor, asio::execution::context));
}

parking_lot::ticket parking_lot::park(wake_handler handler, const asio::any_io_executor& executor) {
    auto work = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    std::list<place> entry;
    entry.push_back(place{std::move(handler), std::move(work)});
    const auto parked = entry.begin();
    const std::lock_guard lock(mutex_);
    parked_.splice(parked_.end(), entry);
    return parked;
}

void parking_lot::wake(ticket parked, error_code result) {
    std::list<place> taken;
    {
        const std::lock_guard lock(mutex_);
        if (down_) return; // dropped with the context
        taken.splice(taken.end(), parked_, parked);
    }
    auto& [handler, work] = taken.front();
    asio::post(work, [wake = std::move(handler), result]() mutable { std::move(wake)(result); });
}

void parking_lot::shutdown() {
    // Destroying a handler destroys a coroutine, whose locals may want to wake others: not under the lock.
    std::list<place> dropped;
    {
        const std::lock_guard lock(mutex_);
        down_ = true;
        dropped.swap(parked_);
    }
}

} // namespace corogql::transport
