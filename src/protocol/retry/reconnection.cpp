#include "protocol/retry/reconnection.hpp"

#include "protocol/retry/backoff.hpp"
#include "protocol/retry/failure_class.hpp"
#include "protocol/subscriptions/close_codes.hpp"
#include "values/errors/detailed_error.hpp"

#include <algorithm>

namespace corogql::protocol {

using action = step::action;

void reconnection::on_link_end(const link_end& end, steady_time now) noexcept {
    if (end.lived >= healthy_link) {
        delay_step_ = refused_ = 0;
        refusals_.forget();
    }
    if (down_since_ || !end.acknowledged || !end.lost) return;
    down_since_ = now;
    attempts_down_ = 0;
}

step reconnection::after(error& end, const facts& at) {
    step next;
    if (end.kind() == error_kind::cancelled || (offer_ && offer_->change(end))) {
        next.what = action::again;
        return next;
    }
    end = detailed_error(end).attempts(++failures_);
    if (end.kind() == error_kind::credentials && end.phase() != error_phase::credentials) {
        if (!at.has_provider || !refusals_.may_refresh()) return next;
        --failures_; // the attempt with fresh credentials belongs to the one that was refused
        next.what = action::refresh_then_again;
        if (++refused_ > 1) next.wait = backoff_after(refused_ - 1, at.random);
        return next;
    }
    refusals_.forget(); // what was refreshed before this failure may have grown old by the next attempt
    const bool any_left = options_.retries() < 0 || failures_ <= static_cast<unsigned>(options_.retries());
    if (!transient(end) || !any_left) return next;
    last_failure_ = end.what();
    auto wait = backoff_after(++delay_step_, at.random);
    if (end.close_code() && classify_close(*end.close_code()) == close_class::transient_slow) wait *= 2;
    if (at.asked_wait)
        wait = std::max(wait, std::min<std::chrono::nanoseconds>(*at.asked_wait, options_.retry_after_max()));
    if (end.retry_after()) {
        if (*end.retry_after() > options_.retry_after_max()) return next;
        wait = std::max(wait, std::chrono::nanoseconds(*end.retry_after()));
    }
    next.what = action::wait_then_again;
    next.wait = wait;
    return next;
}

void reconnection::on_given_up() noexcept {
    failures_ = delay_step_ = 0;
    refusals_.forget();
}

void reconnection::on_stopped() noexcept {
    down_since_.reset();
    attempts_down_ = failures_ = 0;
}

std::chrono::nanoseconds reconnection::backoff_after(unsigned failures, std::uint64_t random) const {
    return backoff(options_, failures, random);
}

bool reconnection::transient(const error& end) const {
    switch (end.kind()) {
    case error_kind::lost:
    case error_kind::timeout: return true;
    case error_kind::http:
    case error_kind::connect: return classify(end) != failure_class::final;
    default: return false;
    }
}

} // namespace corogql::protocol
