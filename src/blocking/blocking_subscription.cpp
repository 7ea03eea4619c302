#include <corogql/blocking_subscription.hpp>

#include "engine/stream.hpp"
#include "values/deadline.hpp"

#include <corogql/error.hpp>
#include <corogql/event_loop.hpp>

#include <vector>

namespace corogql {

blocking_subscription::~blocking_subscription() {
    if (!loop_ || !loop_->forked()) return;
    // In a child of fork() the loop's thread may have held the locks that an end takes: it is left as it lies.
    static auto& left = *new std::vector<subscription>;
    left.push_back(std::move(events_));
}

std::optional<event> blocking_subscription::next_until(steady_time until) {
    const auto stream = events_.stream_; // a close() from another thread must not take it away
    if (!stream) return std::nullopt;
    while (true) {
        if (auto item = stream->try_take()) return item;
        if (stream->done()) return std::nullopt;
        loop_->check_wait();
        if (!stream->block_until(until)) throw error(error_kind::timeout, "no event came in time");
    }
}

std::optional<event> blocking_subscription::next() { return next_until(steady_time::max()); }

std::optional<event> blocking_subscription::next(std::chrono::nanoseconds limit) {
    return next_until(later(std::chrono::steady_clock::now(), limit));
}

} // namespace corogql
