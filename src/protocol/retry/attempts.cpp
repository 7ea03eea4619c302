#include "protocol/retry/attempts.hpp"

#include "protocol/retry/backoff.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/passed_limit.hpp"
#include "values/errors/thrown.hpp"
#include "values/response_content.hpp"
#include "values/text/limit_words.hpp"

#include <algorithm>

namespace corogql::protocol {

using action = step::action;

operation_kind attempts::kind() const {
    if (!kind_) kind_ = find_operation(operation_.document(), operation_.operation_name());
    return *kind_;
}

step attempts::after(outcome& came, const facts& at) {
    step next;
    fresh_connection_ = came.http_status() == 421; // it leads to the wrong place (RFC 9110, section 15.5.20)
    if (came.good()) return next;
    if (is_same_attempt(came)) {
        --number_;
        next.what = action::again;
        return next;
    }
    if (!came.came && !note(came.came.error(), at.now)) return next;
    if (came.alone_may_do && may_repeat(failure_class::ambiguous, kind(), operation_.idempotent())) {
        next.what = action::again;
        return next;
    }
    const auto what = decide(came, at);
    if (!what.asked && came.refused_credentials && at.has_provider && refusals_.may_refresh()) {
        next.what = action::refresh_then_again;
    } else if (repeats(came, what, at.now, next)) {
        ++retries_;
        next.what = action::wait_then_again;
        next.wait = what.verdict.wait();
        next.planned = what.asked;
    }
    if (next.what != action::end) route_.begin_anew();
    return next;
}

/// Returns whether the operation goes on in another way after what is nobody's failure, and does not count as an
/// attempt.
bool attempts::is_same_attempt(const outcome& came) {
    if (came.redirect && route_.follow(*came.redirect, came.moved)) return true;
    if (came.not_acceptable) return only_json_ = true;
    if (came.other_form) {
        route_.forget();
        return true;
    }
    // The server had closed the idle connection before the request came. What was sent whole may still have been read,
    // so a mutation is not repeated on this ground.
    if (!came.used_before || came.came || came.came.error().kind() != error_kind::lost || !repeatable(came.severity))
        return false;
    return fresh_connection_ = true;
}

bool attempts::note(error& failure, steady_time now) {
    const bool late = now >= limits_.deadline;
    const bool timed_out = failure.kind() == error_kind::timeout;
    possibly_executed_ = possibly_executed_ || failure.possibly_executed();
    if (timed_out && !late && now >= until_) detail::name_limit(failure, "attempt_timeout", limits_.attempt);
    if (!late || !timed_out) last_failure_ = failure;
    if (late) failure = this->timed_out(failure.phase(), timed_out ? failure.what() : "");
    return !late;
}

attempts::decision attempts::decide(const outcome& came, const facts& at) const {
    decision what{retry_verdict(came.severity)};
    auto& ours = what.verdict;
    const bool endless = options_.retries() < 0;
    if (!limits_.once) {
        const auto others = number_ - retries_; // the first one, and the one with fresh credentials
        ours.attempts(endless ? std::nullopt : std::optional(others + static_cast<unsigned>(options_.retries())));
    }
    if (repeatable(came.severity) && (endless || number_ < *ours.attempts())) {
        ours.wait(backoff(options_.backoff(), retries_ + 1, at.random));
        if (came.retry_after) ours.wait(std::max(ours.wait(), std::chrono::nanoseconds(*came.retry_after)));
    }
    if (!retry_if() || limits_.once || (came.came && came.came->errors().empty())) return what;
    const auto named = ask(came, ours.decided(false), at);
    what.asked = named.decided();
    what.verdict = named;
    return what;
}

/// Asks the user's function, retry_if(), for its verdict.
retry_verdict attempts::ask(const outcome& came, const retry_verdict& ours, const facts& at) const {
    failed_attempt seen(operation_, came.answer(), came.failure());
    seen.attempts(number_).now(at.calendar_now).queue(at.queue);
    try {
        return retry_if()(seen, ours);
    } catch (const error&) {
        throw;
    } catch (...) {
        throw detailed_error(detail::callback_failed("the retry_if function", std::current_exception()))
            .attempts(number_)
            .possibly_executed(possibly_executed_ || came.possibly_executed());
    }
}

bool attempts::repeats(outcome& came, const decision& what, steady_time now, step& next) {
    const auto& verdict = what.verdict;
    if (limits_.once || !repeatable(verdict.kind())) return false;
    if (verdict.attempts() && number_ >= *verdict.attempts()) return false;
    if (!patient(came, what, now)) return false;
    // What cannot have reached the server burdens nobody.
    if (what.asked || verdict.kind() == failure_class::unsent || budget_.take(now)) return true;
    next.denied = true;
    if (!came.came)
        came.came.error() =
            detailed_error(came.came.error())
                .message(std::string(came.came.error().what()) + "; not repeated: the client's retry budget is spent");
    return false;
}

/// Returns whether the wait that is asked for can be had. Otherwise more patience is asked for than there is, and what
/// came is final at once.
bool attempts::patient(const outcome& came, const decision& what, steady_time now) const {
    const auto left = limits_.deadline - now;
    if (what.asked) return what.verdict.wait() <= left;
    return !came.retry_after || (*came.retry_after <= options_.retry_after_max() && *came.retry_after <= left);
}

error attempts::ended(const error& why) const {
    return detailed_error(why).attempts(number_).possibly_executed(possibly_executed_);
}

response attempts::deliver(outcome& came) const {
    if (!came.came) throw ended(std::move(came.came.error()));
    detail::response_content::of(*came.came).attempts = number_;
    return std::move(*came.came);
}

error attempts::timed_out(error_phase during, std::string_view doing) const {
    auto text = "the deadline passed" + detail::limit_words("timeout", limits_.whole);
    if (!doing.empty()) text.append(": ").append(doing);
    detailed_error failure(error_kind::timeout, text);
    failure.phase(during);
    if (last_failure_) {
        failure.message(text + "; the last failure was: " + last_failure_->what());
        failure.last_failure(last_failure_->what()).phase(last_failure_->phase());
        // With kind `connect` the status is a proxy's.
        if (const auto status = last_failure_->http_status(); status && last_failure_->kind() != error_kind::connect)
            failure.http_status(*status);
        if (last_failure_->retry_after()) failure.retry_after(*last_failure_->retry_after());
    }
    return ended(failure);
}

} // namespace corogql::protocol
