#include <corogql/detail/bell.hpp>

#include "transport/cancelled_wait.hpp"
#include "transport/parking.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <mutex>
#include <optional>
#include <utility>

namespace corogql::detail {

using transport::error_code;

struct bell::state {
    std::mutex mutex;
    bool rung = false;
    std::optional<transport::parking_lot::ticket> waiting;

    bool take_ring() {
        const std::lock_guard lock(mutex);
        return std::exchange(rung, false);
    }

    void park(transport::wake_handler handler, const asio::any_io_executor& executor) {
        {
            const std::lock_guard lock(mutex);
            if (!std::exchange(rung, false)) {
                waiting.emplace(transport::parking_lot::park(std::move(handler), executor));
                return;
            }
        }
        asio::post(executor, [h = std::move(handler)]() mutable { std::move(h)(error_code()); });
    }

    /// Without a sleeper `leave_word` makes the next one none.
    void wake(error_code result, bool leave_word = false) {
        std::unique_lock lock(mutex);
        const auto woken = std::exchange(waiting, std::nullopt);
        if (!woken && leave_word) rung = true;
        lock.unlock();
        if (woken) woken->wake(result);
    }

    /// A sleeper that its context has dropped is woken no more.
    void forget() {
        const std::lock_guard lock(mutex);
        waiting.reset();
    }
};

bell::bell() : state_(std::make_shared<state>()) {}

void bell::ring() const noexcept { state_->wake({}, true); }

asio::awaitable<void> bell::wait() const { return wait_for(state_); }

asio::awaitable<void> bell::wait_for(std::shared_ptr<state> what) {
    if (what->take_ring()) co_return;
    struct leave {
        state& what;
        ~leave() { what.forget(); }
    };
    const leave guard{*what};
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    transport::cancelled_flag cancelled;
    auto park = [&what, &here, &cancelled](transport::wake_handler handler) {
        cancelled = transport::cancel_with(handler, what);
        what->park(std::move(handler), here);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(error_code)>(std::move(park),
                                                                                   asio::use_awaitable);
    if (cancelled && *cancelled) throw boost::system::system_error(asio::error::operation_aborted);
}

} // namespace corogql::detail
