/// Runs a coroutine of the engine for a caller on another executor: there and back, with cancellation.
#pragma once

#include "values/errors/thrown.hpp"

#include <corogql/detail/guest.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace corogql::detail {

/// One asynchronous call, shared by the caller's side and the engine's. The caller's cancellation slot reaches the
/// signal only through the engine's executor: a cancellation_signal is not thread-safe, and emitting it there inline is
/// what Boost 1.81 can bear. That executor is stored in this object alone, for the slot may outlive the executor's
/// context.
template <class... Results>
struct crossing {
    crossing(result_handler<Results...> h, const asio::any_io_executor& to, const asio::any_io_executor& back)
        : there(to), abroad(is_abroad(back, to)), handler(abroad ? from_abroad(std::move(h), back) : std::move(h)) {
        if (!abroad) caller = asio::prefer(back, asio::execution::outstanding_work.tracked);
    }

    crossing(const crossing&) = delete;
    crossing& operator=(const crossing&) = delete;
    /// Completes a call whose work has gone with its context: a future that waits on no context at all would not notice
    /// that.
    ~crossing() {
        if (!done && caller && is_everlasting(caller)) complete(gone(), Results()...);
    }

    void complete(std::exception_ptr failure, Results... results) {
        done = true;
        if (!caller) return std::move(handler)(std::move(failure), std::move(results)...);
        auto call = [handler = std::move(handler), failure = std::move(failure),
                     ... results = std::move(results)]() mutable {
            std::move(handler)(std::move(failure), std::move(results)...);
        };
        if (starting) // perhaps within the caller's own initiating function
            asio::post(caller, std::move(call));
        else
            asio::dispatch(caller, std::move(call));
    }

    const asio::any_io_executor there;
    const bool abroad;
    result_handler<Results...> handler;
    asio::any_io_executor caller; ///< Empty if the handler finds its way alone.
    asio::cancellation_signal cancel;
    bool starting = true, done = false; ///< `starting` and `done` are used on the engine's executor only.
};

/// Starts `work` on the executor `there` and calls `handler` on the executor `back` when it has ended. Returns a
/// function that cancels the work, from any thread and at any time.
template <class Work, class... Results>
std::function<void()> cross(const asio::any_io_executor& there, const asio::any_io_executor& back, Work work,
                            result_handler<Results...> handler) {
    const auto slot = asio::get_associated_cancellation_slot(handler);
    const auto shared = std::make_shared<crossing<Results...>>(std::move(handler), there, back);
    auto cancel = [weak = std::weak_ptr(shared)] {
        const auto under_way = weak.lock();
        if (!under_way) return; // ended; its executor may be gone as well
        // Never within this call, which may be made by a function of the caller's that the engine has called.
        asio::post(under_way->there, [weak] {
            const auto alive = weak.lock();
            if (alive && !alive->done) alive->cancel.emit(asio::cancellation_type::terminal);
        });
    };
    if (slot.is_connected()) {
        auto taken = slot;
        taken.assign([cancel](asio::cancellation_type type) {
            if ((type & asio::cancellation_type::terminal) != asio::cancellation_type::none) cancel();
        });
    }
    auto begin = [shared, work = std::move(work)]() mutable {
        auto finish = [shared](std::exception_ptr failure, Results... results) {
            shared->complete(failure ? without_place(std::move(failure)) : nullptr, std::move(results)...);
        };
        try {
            asio::co_spawn(shared->there, work(),
                           asio::bind_cancellation_slot(shared->cancel.slot(), std::move(finish)));
        } catch (...) { // work() itself
            shared->complete(std::current_exception(), Results()...);
        }
        shared->starting = false;
    };
    // Inline only for a caller of the same context: that of others must not go on with its end before this is through.
    if (&asio::query(back, asio::execution::context) == &asio::query(there, asio::execution::context))
        asio::dispatch(there, std::move(begin));
    else
        asio::post(there, std::move(begin));
    return cancel;
}

} // namespace corogql::detail
