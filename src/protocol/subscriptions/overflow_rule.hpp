/// The overflow rule says what is done about a consumer that is slower than the server, as subscribe_options have it.
/// It is pure: how much waits is given, and what is to be done comes out.
#pragma once

#include "protocol/graphql/operation.hpp"

#include <corogql/subscribe_options.hpp>

#include <cstddef>

namespace corogql::protocol {

/// An overflow rule is for one operation's queue of events.
class overflow_rule {
public:
    struct queue_state {
        std::size_t events = 0, bytes = 0;
    };
    enum class action {
        go_on,
        /// The oldest event makes room; the rule is asked again then.
        drop_oldest,
        /// There may be a burst, which passes: after_stall() is asked when the consumer's stall time is over.
        watch,
        /// The link is not read until has_room(); a consumer that takes nothing for the stall time meanwhile fails.
        wait,
        /// The server's side is stopped, and started again behind the last event when has_room().
        step_aside,
        fail,
    };

    /// Makes the rule. Throws kind `usage` for a policy that would lose events in silence.
    overflow_rule(const subscribe_options& options, operation_kind kind);

    /// Returns what to do when an event was pushed, which counts among those that wait.
    action after_push(queue_state now) const noexcept;
    /// Returns what to do when the stall time has passed since `watch`; `took` says whether the consumer took anything
    /// in it.
    action after_stall(queue_state now, bool took) const noexcept;
    /// Returns whether the queue is half empty: who waits goes on for many events, not for one.
    bool has_room(queue_state now) const noexcept {
        return now.events <= max_events_ / 2 && now.bytes <= max_bytes_ / 2;
    }

    std::size_t max_events() const noexcept { return max_events_; }
    std::size_t max_bytes() const noexcept { return max_bytes_; }

private:
    std::size_t max_events_, max_bytes_;
    overflow_policy policy_;
    bool is_subscription_;
};

} // namespace corogql::protocol
