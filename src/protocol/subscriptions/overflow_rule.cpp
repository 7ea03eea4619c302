#include "protocol/subscriptions/overflow_rule.hpp"

#include <corogql/error.hpp>

#include <algorithm>

namespace corogql::protocol {

overflow_rule::overflow_rule(const subscribe_options& options, operation_kind kind)
    : max_events_(std::max<std::size_t>(options.buffer(), 1)), max_bytes_(options.buffer_bytes()),
      policy_(options.overflow()), is_subscription_(kind == operation_kind::subscription) {
    if (policy_ == overflow_policy::resume && !options.resumes())
        throw error(error_kind::usage, "overflow policy resume needs a resume hook: without it events would be missed");
}

overflow_rule::action overflow_rule::after_push(queue_state now) const noexcept {
    const bool many = now.events >= max_events_;
    const bool large = now.bytes >= max_bytes_;
    switch (policy_) {
    case overflow_policy::drop_oldest: {
        const bool too_much = now.events > max_events_ || now.bytes > max_bytes_;
        return too_much && now.events > 1 ? action::drop_oldest : action::go_on; // the newest always stays
    }
    case overflow_policy::block: return many || large ? action::wait : action::go_on;
    case overflow_policy::resume:
        if (large && is_subscription_) return action::step_aside; // nothing else goes on where it stopped
        break;
    case overflow_policy::fail: break;
    }
    if (large) return action::wait;
    return many && is_subscription_ ? action::watch : action::go_on; // other results wait for as long as they like
}

overflow_rule::action overflow_rule::after_stall(queue_state now, bool took) const noexcept {
    if (now.events < max_events_) return action::go_on;
    if (took) return action::watch; // slow, and given another while
    return policy_ == overflow_policy::resume ? action::step_aside : action::fail;
}

} // namespace corogql::protocol
