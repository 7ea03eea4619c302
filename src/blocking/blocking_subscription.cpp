#include <corogql/blocking_subscription.hpp>

#include "engine/subscriptions/stream.hpp"
#include "values/deadline.hpp"

#include <corogql/detail/none_within.hpp>

namespace corogql {

std::optional<event> blocking_subscription::next_within(std::chrono::nanoseconds limit) {
    const auto stream = events_->stream_; // a close() from another thread must not take it away
    if (!stream) return std::nullopt;
    auto item = stream->try_take();
    if (item) return item; // the clock is asked only by who waits
    const auto until = later(std::chrono::steady_clock::now(), limit);
    while (!item && !stream->done()) {
        events_.loop().check_wait();
        if (!stream->block_until(until)) detail::throw_none_within(limit, "event");
        item = stream->try_take();
    }
    return item;
}

std::optional<event> blocking_subscription::next() { return next_within(std::chrono::nanoseconds::max()); }

std::optional<event> blocking_subscription::next(std::chrono::nanoseconds limit) { return next_within(limit); }

} // namespace corogql
