/// These functions take all of a generator while its next() is cancelled again and again: nothing may be lost by that.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace corogql::test {

namespace asio = boost::asio;

inline bool is_aborted(const std::exception_ptr& failure) {
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const boost::system::system_error& aborted) {
        return aborted.code() == asio::error::operation_aborted;
    } catch (const std::exception&) {
    }
    return false;
}

/// The outcome of a next(), once there is one.
template <class T>
struct outcome_of {
    bool done = false;
    std::exception_ptr failure;
    std::optional<T> item;

    auto handler() {
        return [this](std::exception_ptr problem, std::optional<T> result) {
            done = true;
            failure = std::move(problem);
            if (result) item.emplace(std::move(*result));
        };
    }
};

/// The stage says how far a next() has come.
struct next_stage {
    bool begun = false, over = false;
};

/// Does a next() that can be cancelled with the mildest type.
template <class Source>
auto totally_cancellable(Source& from, std::shared_ptr<next_stage> stage) -> decltype(from.next()) {
    struct leave {
        next_stage& stage;
        ~leave() { stage.over = true; }
    };
    const leave guard{*stage};
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    stage->begun = true;
    co_return co_await from.next();
}

template <class T>
struct taken_items {
    std::vector<T> items;
    std::exception_ptr failure; ///< The failure that ended the generator, if one did.
    int cancelled = 0;
    /// The items that came although next() had been cancelled in its wait: `||` and the like would drop them.
    int dropped = 0;
};

/// Takes all items. Each next() is cancelled when `step`, which lets something happen, has been called `moment` times;
/// every other time the next() may then end by itself, so that there is progress. Goes on until the end, or until a
/// failure that is not the cancellation's.
template <class T, class Source>
taken_items<T> take_all_cancelling(asio::any_io_executor on, Source& from, int moment,
                                   const std::function<void()>& step) {
    taken_items<T> result;
    for (bool cancel = true;; cancel = !cancel) {
        outcome_of<T> next;
        asio::cancellation_signal signal;
        const auto stage = std::make_shared<next_stage>();
        asio::co_spawn(on, totally_cancellable(from, stage),
                       asio::bind_cancellation_slot(signal.slot(), next.handler()));
        for (int i = 0; i < moment && !next.done; ++i) step();
        bool cancelling = cancel && !next.done, must_abort = false;
        if (cancelling) // on the loop's own thread, which is what Boost 1.81's co_spawn can bear
            asio::post(on, [&] {
                must_abort = stage->begun && !stage->over;
                if (!next.done) signal.emit(asio::cancellation_type::total);
                cancelling = false;
            });
        while (!next.done || cancelling) step();
        if (next.failure && is_aborted(next.failure)) {
            ++result.cancelled;
            continue;
        }
        result.dropped += must_abort;
        result.failure = next.failure;
        if (!next.item) return result;
        result.items.push_back(std::move(*next.item));
    }
}

} // namespace corogql::test
