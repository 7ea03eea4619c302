/// This file performs one request: what becomes of its failed attempts, and of its end.
#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/error_mapping.hpp"
#include "mapi/connection/retry.hpp"
#include "protocol/retry/failure_class.hpp"
#include "values/deadline.hpp"
#include "values/errors/detailed_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <random>

namespace corogql::mapi::detail {

namespace {

using clock = connection_state::clock;

/// Returns a random number. The function is thread-safe, because each thread has a generator of its own.
std::uint64_t random_number() {
    thread_local std::mt19937_64 generator{std::random_device{}()};
    return generator();
}

class request_call : public std::enable_shared_from_this<request_call> {
public:
    request_call(std::shared_ptr<connection_state> state, operation what)
        : state_(std::move(state)), what_(std::move(what)),
          timeout_(what_.timeout().value_or(state_->options().timeout())), deadline_(deadline(begun_, timeout_)) {}

    request to_request() {
        request sent(what_.query());
        sent.variables(what_.variables()).empty_variables(true);
        sent.idempotent(what_.idempotent() || state_->options().retry().repeat_mutations());
        sent.timeout(timeout_);
        return sent.retry_if([self = shared_from_this()](const failed_attempt& attempt, const retry_verdict& ours) {
            return self->judge(attempt, ours);
        });
    }

    mapi_response take(response&& result) {
        const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begun_);
        log("answered " + std::to_string(result.http_status()) + " after " + std::to_string(taken.count()) + " ms");
        if (!result.errors().empty()) std::rethrow_exception(to_exception(result));
        return {state_, what_, std::move(result)};
    }

    /// Puts what the request ended with into MAPI's words.
    std::exception_ptr explain(std::exception_ptr failure) const {
        try {
            std::rethrow_exception(failure);
        } catch (const error& known) {
            return late_ ? std::make_exception_ptr(*late_) : explain(known);
        } catch (const mapi_error&) {
            return late_ ? std::make_exception_ptr(*late_) : failure;
        } catch (const boost::system::system_error& known) {
            if (known.code() != asio::error::operation_aborted) return failure;
            return std::make_exception_ptr(request_cancelled(last_failure_, true));
        } catch (...) {
            return failure;
        }
    }

    /// Logs a line, but never the variables: they may hold secrets.
    void log(const std::string& what) const { state_->log("MAPI " + what_.function() + ": " + what); }

private:
    /// Judges an attempt by MAPI's own rules, which are those of its errors.
    retry_verdict judge(const failed_attempt& attempt, const retry_verdict& ours) {
        try {
            std::rethrow_exception(attempt.answer() ? to_exception(*attempt.answer()) : explain(*attempt.failure()));
        } catch (const mapi_error& known) {
            return judge(known, attempt, ours);
        } catch (const std::exception&) {
            return ours; // the user's own, or the end of the client
        }
    }

    retry_verdict judge(const mapi_error& known, const failed_attempt& attempt, const retry_verdict& ours) {
        const auto allowed = detail::judge(known);
        const auto& policy = state_->options().retry();
        const auto attempts = attempt.attempts();
        const auto kind = allowed.unheard ? retry_class::refused : retry_class::ambiguous;
        const auto operation = protocol::find_operation(what_.query(), "");
        if (!allowed.temporary || attempts >= std::min(policy.attempts(), allowed.most_attempts) ||
            !protocol::may_repeat(kind, operation, attempt.operation().idempotent()))
            return ours;
        auto wait = retry_wait(policy, attempts, random_number());
        if (allowed.retry_after) wait = std::max<std::chrono::nanoseconds>(wait, *allowed.retry_after);
        const auto drain = sigterm_registry::instance().drain_end();
        if (drain && later(clock::now(), wait) > *drain) return ours;
        if (wait >= deadline_ - clock::now()) {
            // At once, rather than sleep until a deadline that the next attempt cannot meet.
            late_.emplace(std::string(known.what()));
            if (known.cause()) late_->cause(*known.cause());
            return ours;
        }
        last_failure_ = known.what();
        log("attempt " + std::to_string(attempts) + " failed: " + last_failure_);
        return retry_verdict(kind).wait(wait).attempts(std::nullopt);
    }

    std::exception_ptr explain(const error& known) const {
        if (known.kind() == error_kind::timeout && clock::now() < deadline_) {
            // Only the attempt's time was up.
            mapi_error late(503, "Unable to connect to MAPI at " + state_->shown_endpoint(), known.what());
            return std::make_exception_ptr(late.cause(known));
        }
        if (known.kind() == error_kind::cancelled && !last_failure_.empty()) {
            // With the failure before it, for who wants to know why it took so long.
            return std::make_exception_ptr(detailed_error(known).last_failure(last_failure_));
        }
        return to_exception(known, state_->shown_endpoint());
    }

    std::shared_ptr<connection_state> state_;
    operation what_;
    const clock::time_point begun_ = clock::now();
    const std::chrono::nanoseconds timeout_;
    const clock::time_point deadline_;
    std::string last_failure_;
    /// This error is set when the deadline leaves no time for another attempt.
    std::optional<timeout_error> late_;
};

} // namespace

asio::awaitable<mapi_response> connection_state::perform(std::shared_ptr<connection_state> self, operation what,
                                                         std::shared_ptr<ticket> ticket) {
    const auto call = std::make_shared<request_call>(self, std::move(what));
    ticket->hurry_with([owner = std::weak_ptr(self)] {
        if (const auto alive = owner.lock()) alive->api().retry_now();
    });
    std::exception_ptr failure;
    try {
        self->check_authorization();
        call->log("asked");
        request sent = call->to_request();
        response result = co_await self->api().execute(std::move(sent));
        co_return call->take(std::move(result));
    } catch (...) {
        failure = std::current_exception();
    }
    std::rethrow_exception(call->explain(failure));
}

} // namespace corogql::mapi::detail
