#include "engine/link.hpp"

namespace corogql::detail {

asio::awaitable<void> link::wait_for_room(std::shared_ptr<stream> full) {
    paused_ = true;
    auto taken = full->taken();
    auto due = runtime_->after(full->stall_timeout());
    while (full->full() && !end_ && !closing_) {
        // Woken for others as well, which gives this one no more time.
        const bool in_time = co_await room_.wait_until(due);
        if (const auto now = full->taken(); now != taken) {
            taken = now;
            due = runtime_->after(full->stall_timeout());
        } else if (!in_time) {
            full->overflow();
        }
    }
    paused_ = false;
}

void link::end_with(error reason) {
    if (end_) return;
    if (closing_) reason = error(error_kind::cancelled, "the connection was closed").phase(error_phase::stream);
    end_.emplace(std::move(reason));
}

void link::at(transport::runtime::timer_id& timer, std::chrono::nanoseconds after, void (link::*action)()) {
    cancel(timer);
    if (after.count() <= 0) return; // switched off
    timer = runtime_->at(runtime_->after(after), [weak = weak_from_this(), &timer, action] {
        const auto self = weak.lock();
        if (!self) return;
        timer = 0;
        (self.get()->*action)();
    });
}

void link::cancel(transport::runtime::timer_id& timer) {
    if (timer) runtime_->cancel(std::exchange(timer, 0));
}

} // namespace corogql::detail
