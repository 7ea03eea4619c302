/// Runs a coroutine of the engine for a caller on another executor: there and back, with cancellation.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace corogql::detail {

namespace asio = boost::asio;

/// What the two sides share. The caller's slot reaches the signal only through the engine's executor: a
/// cancellation_signal is not thread-safe, and emitting it there inline is what Boost 1.81 can bear.
template <class Handler>
struct crossing {
    crossing(Handler h, const asio::any_io_executor& back)
        : handler(std::move(h)), caller(asio::prefer(back, asio::execution::outstanding_work.tracked)) {}

    template <class... Results>
    void complete(Results... results) {
        done = true;
        auto call = [handler = std::move(handler), ... results = std::move(results)]() mutable {
            std::move(handler)(std::move(results)...);
        };
        if (starting) // perhaps within the caller's own initiating function
            asio::post(caller, std::move(call));
        else
            asio::dispatch(caller, std::move(call));
    }

    Handler handler;
    asio::any_io_executor caller;
    asio::cancellation_signal cancel;
    bool starting = true, done = false; ///< on the engine's executor only
};

/// Returns a function that cancels the work, from any thread and at any time.
template <class Work, class Handler>
std::function<void()> cross(asio::any_io_executor there, asio::any_io_executor back, Work work, Handler handler) {
    const auto shared = std::make_shared<crossing<Handler>>(std::move(handler), back);
    auto cancel = [weak = std::weak_ptr(shared), there] {
        if (weak.expired()) return; // ended; its executor may be gone as well
        asio::dispatch(there, [weak] {
            const auto alive = weak.lock();
            if (alive && !alive->done) alive->cancel.emit(asio::cancellation_type::terminal);
        });
    };
    if (auto slot = asio::get_associated_cancellation_slot(shared->handler); slot.is_connected())
        slot.assign([cancel](asio::cancellation_type type) {
            if ((type & asio::cancellation_type::terminal) != asio::cancellation_type::none) cancel();
        });
    asio::dispatch(there, [shared, there, work = std::move(work)]() mutable {
        auto finish = [shared](std::exception_ptr failure, auto... result) {
            shared->complete(failure, std::move(result)...);
        };
        asio::co_spawn(there, work(), asio::bind_cancellation_slot(shared->cancel.slot(), std::move(finish)));
        shared->starting = false;
    });
    return cancel;
}

} // namespace corogql::detail
