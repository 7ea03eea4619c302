#include <corogql/detail/detached_task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <utility>

namespace corogql::detail {

/// The state is kept by the coroutine's own completion handler alone: it goes with the context, whose strands must not
/// outlive the context.
struct detached_task::state {
    explicit state(const asio::any_io_executor& on) : strand(asio::make_strand(on)) {}

    asio::any_io_executor strand;
    asio::cancellation_signal cancel; ///< Used on the strand only.
    bool done = false;                ///< Used on the strand only.
};

detached_task::detached_task(const asio::any_io_executor& on, asio::awaitable<void> work) {
    const auto shared = std::make_shared<state>(on);
    state_ = shared;
    asio::post(shared->strand, [shared, work = std::move(work)]() mutable {
        auto finish = [shared](const std::exception_ptr&) { shared->done = true; };
        asio::co_spawn(shared->strand, std::move(work),
                       asio::bind_cancellation_slot(shared->cancel.slot(), std::move(finish)));
    });
}

void detached_task::stop() const noexcept {
    const auto alive = state_.lock();
    if (!alive) return;
    asio::post(alive->strand, [weak = state_] {
        const auto shared = weak.lock();
        if (shared && !shared->done) shared->cancel.emit(asio::cancellation_type::terminal);
    });
}

} // namespace corogql::detail
