#include "transport/parking.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

namespace corogql::transport {

asio::execution_context::id parking_lot::id;

parking_lot::parking_lot(asio::execution_context& context)
    : asio::execution_context::service(context), places_(std::make_shared<places>()) {}

parking_lot::ticket parking_lot::park(wake_handler handler, const asio::any_io_executor& executor) {
    const auto& lot = asio::use_service<parking_lot>(asio::query(executor, asio::execution::context)).places_;
    auto work = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    std::list<place> entry;
    entry.push_back(place{std::move(handler), std::move(work)});
    const auto parked = entry.begin();
    const std::lock_guard lock(lot->mutex);
    lot->parked.splice(lot->parked.end(), entry);
    return {lot, parked};
}

void parking_lot::ticket::wake(error_code result) const {
    const context_gate::pass pass(all_->gate);
    if (!pass) return; // dropped with the context
    std::list<place> taken;
    {
        const std::lock_guard lock(all_->mutex);
        taken.splice(taken.end(), all_->parked, own_);
    }
    auto& [handler, work] = taken.front();
    asio::post(work, [wake = std::move(handler), result]() mutable { std::move(wake)(result); });
}

void parking_lot::shutdown() {
    places_->gate.close();
    // Destroying a handler destroys a coroutine, whose locals may want to wake others.
    const auto dropped = std::move(places_->parked);
}

} // namespace corogql::transport
