/// This is async_next() of every handle: next() for completion tokens.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/sequence.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

template <class T>
using item_handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<T>)>;

/// A taker parks itself until there is an item. It is a loop of callbacks, as a coroutine would cost a spawn per item.
template <class T>
class next_operation {
public:
    using cancellation_slot_type = asio::cancellation_slot;

    next_operation(std::shared_ptr<sequence<T>> from, asio::any_io_executor on, item_handler<T> handler)
        : from_(std::move(from)), on_(std::move(on)), handler_(std::move(handler)) {}

    cancellation_slot_type get_cancellation_slot() const noexcept {
        return asio::get_associated_cancellation_slot(handler_);
    }

    void operator()(boost::system::error_code waited) {
        std::exception_ptr failure;
        std::optional<T> item;
        turn_.end();
        try {
            if (waited) throw boost::system::system_error(waited);
            if (from_ && !from_->left()) {
                from_->begin_once(on_);
                item = from_->take();
                if (!item && !from_->done()) return wait();
            }
        } catch (...) {
            failure = std::current_exception();
        }
        // Whoever waits for this may destroy the loop next, while a thread of another executor still unwinds here.
        auto handler = std::move(handler_);
        from_.reset();
        on_ = nullptr;
        std::move(handler)(failure, std::move(item));
    }

private:
    void wait() {
        turn_.begin(*from_);
        const auto from = from_;
        const auto on = on_;
        from->park(std::move(*this), on);
    }

    std::shared_ptr<sequence<T>> from_;
    asio::any_io_executor on_;
    item_handler<T> handler_;
    parked_turn turn_;
};

/// Calls `handler` on `on`, never within this call.
template <class T>
void take_with_token(std::shared_ptr<sequence<T>> from, const asio::any_io_executor& on, item_handler<T> handler) {
    // Work of the handler's executor until it has run.
    auto work = asio::prefer(on, asio::execution::outstanding_work.tracked);
    next_operation<T> operation(std::move(from), on, std::move(handler));
    if (operation.get_cancellation_slot().is_connected()) {
        const async_event now; // can be cancelled from the beginning
        now.park(std::move(operation), on);
        now.ring();
    } else {
        asio::post(work, [operation = std::move(operation)]() mutable { operation({}); });
    }
}

} // namespace corogql::detail
