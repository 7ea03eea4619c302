#include "transport/parking.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <atomic>
#include <utility>

namespace corogql::transport {

asio::execution_context::id parking_lot::id;

/// Tickets share a place for as long as they like, so what it holds is taken out when its time has come. A place is a
/// link of the lot's list as well, which makes one allocation for each handler that waits.
struct parking_lot::place {
    place(std::shared_ptr<places> all, wake_handler wake, asio::any_io_executor executor)
        : lot(std::move(all)), handler(std::move(wake)), work(std::move(executor)) {}

    const std::shared_ptr<places> lot;
    wake_handler handler;
    asio::any_io_executor work;
    std::atomic<bool> cancelled{false};
    std::shared_ptr<place> self; ///< The place owns itself while it is parked.
    place *before = nullptr, *behind = nullptr;
};

struct parking_lot::places {
    explicit places(asio::execution_context& context) : gate(context) {}

    context_gate gate;
    /// The mutex guards the list only: nothing is posted or destroyed under it.
    std::mutex mutex;
    place* first = nullptr;

    void add(const std::shared_ptr<place>& added) {
        const std::lock_guard lock(mutex);
        added->self = added;
        added->behind = first;
        if (first) first->before = added.get();
        first = added.get();
    }
    /// Takes a place out of the list. Returns null when it was taken before.
    std::shared_ptr<place> take(place& taken) {
        const std::lock_guard lock(mutex);
        if (!taken.self) return nullptr;
        (taken.before ? taken.before->behind : first) = taken.behind;
        if (taken.behind) taken.behind->before = taken.before;
        return std::move(taken.self);
    }
};

parking_lot::parking_lot(asio::execution_context& context)
    : asio::execution_context::service(context), places_(std::make_shared<places>(context)) {}

std::shared_ptr<parking_lot::place> parking_lot::make_place(wake_handler handler,
                                                            const asio::any_io_executor& executor) {
    const auto& lot = asio::use_service<parking_lot>(asio::query(executor, asio::execution::context)).places_;
    return std::make_shared<place>(lot, std::move(handler),
                                   asio::prefer(executor, asio::execution::outstanding_work.tracked));
}

parking_lot::ticket parking_lot::park(wake_handler handler, const asio::any_io_executor& executor) {
    auto made = make_place(std::move(handler), executor);
    made->lot->add(made);
    return ticket(std::move(made));
}

parking_lot::ticket parking_lot::park_cancellable(wake_handler handler, const asio::any_io_executor& executor) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto made = make_place(std::move(handler), executor);
    if (slot.is_connected())
        slot.assign([weak = std::weak_ptr(made)](asio::cancellation_type) {
            const auto alive = weak.lock();
            if (!alive) return;
            alive->cancelled = true;
            ticket(alive).wake(asio::error::operation_aborted);
        });
    made->lot->add(made);
    return ticket(std::move(made));
}

bool parking_lot::ticket::wake(error_code result) const {
    const context_gate::pass pass(own_->lot->gate);
    if (!pass) return false; // dropped with the context
    auto taken = own_->lot->take(*own_);
    if (!taken) return false;
    const auto work = std::move(taken->work);
    auto handler = std::move(taken->handler);
    asio::post(work, [taken = std::move(taken), wake = std::move(handler), result]() mutable {
        std::move(wake)(taken->cancelled ? error_code(asio::error::operation_aborted) : result);
    });
    return true;
}

void parking_lot::shutdown() {
    places_->gate.close();
    // Destroying a handler destroys a coroutine, whose locals may want to wake others.
    while (places_->first) {
        const auto dropped = places_->take(*places_->first);
        const auto handler = std::move(dropped->handler);
        const auto work = std::move(dropped->work);
    }
}

} // namespace corogql::transport
