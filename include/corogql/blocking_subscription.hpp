/// A subscription for code that blocks: an input range of events.
#pragma once

#include <corogql/detail/blocking_iterator.hpp>
#include <corogql/detail/on_loop.hpp>
#include <corogql/subscription.hpp>

#include <chrono>
#include <iterator>
#include <memory>
#include <optional>

namespace corogql {

/// Everything said of subscription holds: order, failures, one consumer. Events are taken from the queue without
/// crossing threads; only an empty queue blocks. Throws kind `usage` when used on the client's own loop thread, where
/// waiting would be for ever.
///
///     for (const auto& event : api.subscribe(request("subscription { … }"))) use(event.data());
class blocking_subscription {
public:
    blocking_subscription(subscription events, std::shared_ptr<event_loop> loop) noexcept
        : events_(std::move(events), std::move(loop)) {}

    /// The next event; nullopt at the end.
    std::optional<event> next();
    /// The same, but throws kind `timeout` when none came within `limit`. Nothing is lost by that.
    std::optional<event> next(std::chrono::nanoseconds limit);
    std::optional<event> try_next() { return events_->try_next(); }
    bool done() const noexcept { return events_->done(); }
    std::optional<json::value> cursor() const { return events_->cursor(); }
    subscription_statistics statistics() const { return events_->statistics(); }
    /// May be called from any thread; a blocked next() then returns nullopt.
    void close() noexcept { events_->close(); }

    /// The subscription itself, for adaptors; what they make is read with blocking_generator.
    subscription release() && noexcept { return std::move(*events_); }

    using iterator = detail::blocking_iterator<blocking_subscription, event>;
    /// A std::ranges::input_range, for std::views as well. One pass: a second begin() goes on where the first stopped.
    /// Waits for the first event, as for any other, when that is looked for.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::optional<event> next_within(std::chrono::nanoseconds limit);

    detail::on_loop<subscription> events_;
};

} // namespace corogql
