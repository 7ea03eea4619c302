#include "engine/subscriptions/link.hpp"

namespace corogql::engine {

link::~link() { cancel(silence_timer_); }

asio::awaitable<void> link::wait_for_room(link_owner& owner, std::shared_ptr<event_channel> full) {
    paused_ = true;
    auto taken = full->taken();
    auto due = runtime_->after(full->stall_timeout());
    while (full->full() && !end_ && !closing_) {
        // Woken for others as well, which gives this one no more time.
        const bool in_time = co_await room_.wait_until(due);
        if (const auto now = full->taken(); now != taken) {
            taken = now;
            due = runtime_->after(full->stall_timeout());
        } else if (!in_time && full->full()) {
            owner.on_overflow(full);
        }
    }
    paused_ = false;
}

void link::end_with(error reason) {
    if (end_) return;
    if (closing_)
        reason = detailed_error(error_kind::cancelled, "the connection was closed").phase(error_phase::stream);
    end_.emplace(std::move(reason));
}

void link::abort(error reason) {
    end_with(std::move(reason));
    stream_->close();
    room_.notify();
}

void link::watch_silence(std::chrono::nanoseconds limit) {
    silence_limit_ = limit;
    heard_at_ = runtime_->now();
    at(silence_timer_, limit, &link::on_silence_due);
}

void link::on_silence_due() {
    const auto heard = paused_ ? runtime_->now() : heard_at_; // what is not read is no silence
    if (const auto since = runtime_->now() - heard; since < silence_limit_)
        return at(silence_timer_, silence_limit_ - since, &link::on_silence_due);
    abort(stream_failed(error_kind::lost, "the server stopped sending: nothing came in time"));
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

} // namespace corogql::engine
