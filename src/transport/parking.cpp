#include "transport/parking.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <atomic>
#include <mutex>
#include <utility>

namespace corogql::transport {

asio::execution_context::id parking_lot::id;

/// Tickets share a place for as long as they like, so what it holds is taken out when its time has come, and a number
/// tells its stays apart. A place is a link of the lot's lists as well, which makes one allocation for each handler
/// that waits.
struct parking_lot::place {
    explicit place(asio::execution_context& of);

    const std::shared_ptr<places> lot;
    wake_handler handler;
    asio::any_io_executor work;
    bool parked = false, aborted = false;
    std::atomic<std::uint64_t> stay{0}, cancelled{0};
    std::shared_ptr<place> behind; ///< A place belongs to the one before it while it is in a list.
    place* before = nullptr;

    /// Prepares the place for a new stay.
    void begin(wake_handler wake, const asio::any_io_executor& executor);
    /// Calls the handler in a function of its own. A context may drop that: then the handler must not be in the place,
    /// which the handler's own coroutine keeps, nor must the executor, as tickets live on. When it is called the place
    /// has been let go of, so that the handler can park in it again.
    static void post(const asio::any_io_executor& on, std::shared_ptr<place> left) {
        auto handler = std::move(left->handler);
        left->work = {};
        asio::post(on, [left = std::move(left), wake = std::move(handler)]() mutable {
            const bool cut = left->aborted || left->cancelled == left->stay;
            left.reset();
            std::move(wake)(cut ? error_code(asio::error::operation_aborted) : error_code());
        });
    }
};

struct parking_lot::places {
    explicit places(asio::execution_context& of) : context(&of), gate(of) {}

    asio::execution_context* const context; ///< Only to be compared.
    context_gate gate;
    /// The mutex guards the lists only: nothing that can own a coroutine is posted or destroyed under it.
    std::mutex mutex;
    struct list {
        std::shared_ptr<place> first;
        place* last = nullptr;

        void add(std::shared_ptr<place> added) {
            added->before = std::exchange(last, added.get());
            (added->before ? added->before->behind : first) = std::move(added);
        }
        std::shared_ptr<place> take(place& taken) {
            (taken.behind ? taken.behind->before : last) = taken.before;
            return std::exchange(taken.before ? taken.before->behind : first, std::move(taken.behind));
        }
        std::shared_ptr<place> take_first() { return first ? take(*first) : nullptr; }
    };
    list parked;

    void add(const std::shared_ptr<place>& added) {
        const std::lock_guard lock(mutex);
        added->parked = true;
        parked.add(added);
    }
    std::shared_ptr<place> drop_one() {
        const std::lock_guard lock(mutex);
        return parked.take_first();
    }
};

parking_lot::place::place(asio::execution_context& of) : lot(asio::use_service<parking_lot>(of).places_) {}

void parking_lot::place::begin(wake_handler wake, const asio::any_io_executor& executor) {
    ++stay;
    handler.swap(wake); // Boost 1.81 would wrap it in another one instead of moving it
    work = asio::prefer(executor, asio::execution::outstanding_work.tracked);
}

parking_lot::parking_lot(asio::execution_context& context)
    : asio::execution_context::service(context), places_(std::make_shared<places>(context)) {}

parking_lot::ticket parking_lot::park(wake_handler handler, const asio::any_io_executor& executor) {
    const auto made = std::make_shared<place>(asio::query(executor, asio::execution::context));
    made->begin(std::move(handler), executor);
    made->lot->add(made);
    return ticket(made, made->stay);
}

parking_lot::ticket parking_lot::bay::park(wake_handler handler, const asio::any_io_executor& executor) {
    auto& here = asio::query(executor, asio::execution::context);
    // Whoever else has the place, a function that is on its way or a cancellation, may still look at the stay before;
    // and another context may lie where one was.
    if (own_.use_count() != 1 || own_->lot->context != &here || own_->lot->gate.is_closed())
        own_ = std::make_shared<place>(here);
    auto slot = asio::get_associated_cancellation_slot(handler);
    own_->begin(std::move(handler), executor);
    const std::uint64_t stay = own_->stay;
    if (slot.is_connected())
        slot.assign([weak = std::weak_ptr(own_), stay](asio::cancellation_type) {
            const auto alive = weak.lock();
            if (!alive || alive->stay != stay) return;
            alive->cancelled = stay;
            ticket(alive, stay).wake(true);
        });
    own_->lot->add(own_);
    return ticket(own_, stay);
}

bool parking_lot::ticket::wake(bool aborted) const {
    auto& lot = *own_->lot;
    const context_gate::pass pass(lot.gate);
    if (!pass) return false; // dropped with the context
    std::unique_lock lock(lot.mutex);
    if (own_->stay != stay_ || !std::exchange(own_->parked, false)) return false;
    auto taken = lot.parked.take(*own_);
    taken->aborted = aborted;
    const auto work = taken->work;
    lock.unlock();
    place::post(work, std::move(taken));
    return true;
}

void parking_lot::shutdown() {
    places_->gate.close();
    // Destroying a handler destroys a coroutine, whose locals may want to wake others.
    while (const auto dropped = places_->drop_one()) {
        const auto handler = std::move(dropped->handler);
        const auto work = std::move(dropped->work);
    }
}

} // namespace corogql::transport
