/// How a cancellation ends a wait for something that must not be lost by it.
#pragma once

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>

#include <atomic>
#include <memory>

namespace corogql::transport {

namespace asio = boost::asio;

using cancelled_flag = std::shared_ptr<std::atomic<bool>>;

/// Lets a cancellation of `handler` call wake(operation_aborted) of what it waits for, which may be gone by then. The
/// flag tells of one that came when the wait was over but nothing had been taken yet: who cancelled drops the result,
/// so there must be none.
template <class Handler, class Awaited>
cancelled_flag cancel_with(Handler& handler, const std::shared_ptr<Awaited>& awaited) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (!slot.is_connected()) return nullptr;
    auto flag = std::make_shared<std::atomic<bool>>(false);
    slot.assign([weak = std::weak_ptr(awaited), flag](asio::cancellation_type) {
        *flag = true;
        if (const auto alive = weak.lock()) alive->wake(asio::error::operation_aborted);
    });
    return flag;
}

} // namespace corogql::transport
