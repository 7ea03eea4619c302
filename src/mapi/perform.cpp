/// One request: its attempts, the waits between them, and what becomes of its failure.
#include "mapi/connection_state.hpp"
#include "mapi/error_mapping.hpp"
#include "mapi/retry.hpp"
#include "protocol/operation.hpp"
#include "values/deadline.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <random>

namespace corogql::detail {

namespace {

using clock = mapi_state::clock;

/// Thread-safe by being the loop's own.
std::uint64_t random_number() {
    thread_local std::mt19937_64 generator{std::random_device{}()};
    return generator();
}

class request_call {
public:
    request_call(std::shared_ptr<mapi_state> state, mapi::operation what)
        : state_(std::move(state)), what_(std::move(what)),
          deadline_(deadline(clock::now(), what_.timeout().value_or(state_->options().timeout()))) {}

    asio::awaitable<mapi_answer> attempt(unsigned number) {
        state_->check_authorization();
        log("attempt " + std::to_string(number));
        const auto begun = clock::now();
        request sent(what_.query());
        sent.variables(what_.variables()).empty_variables(true);
        sent.idempotent(what_.idempotent()).timeout(attempt_limit());
        response result = co_await state_->api().execute(std::move(sent));
        const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begun);
        log("answered " + std::to_string(result.http_status()) + " after " + std::to_string(taken.count()) + " ms");
        if (!result.errors().empty()) std::rethrow_exception(mapi::to_mapi_exception(result));
        mapi_answer answer{state_, what_, std::move(result)};
        co_return answer;
    }

    /// How long to wait before the next attempt; throws the failure when there is none.
    std::chrono::nanoseconds plan_retry(std::exception_ptr failure, unsigned attempts) {
        try {
            std::rethrow_exception(failure);
        } catch (const mapi::mapi_error& known) {
            const auto allowed = mapi::judge(known);
            const auto& policy = state_->options().retry();
            if (!allowed.temporary || attempts >= std::min(policy.attempts(), allowed.most_attempts) ||
                (!allowed.unheard && !repeatable()))
                throw;
            auto wait = mapi::retry_wait(policy, attempts, random_number());
            if (allowed.retry_after) wait = std::max<std::chrono::nanoseconds>(wait, *allowed.retry_after);
            const auto drain = mapi::sigterm_registry::instance().drain_end();
            if (drain && later(clock::now(), wait) > *drain) throw;
            if (wait >= deadline_ - clock::now()) throw timed_out(known);
            last_failure_ = known.what();
            const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
            log("attempt " + std::to_string(attempts) + " failed, next in " + std::to_string(ms) +
                " ms: " + last_failure_);
            return wait;
        }
    }

    /// What the attempt threw, in MAPI's words.
    std::exception_ptr explain(std::exception_ptr failure) const {
        try {
            std::rethrow_exception(failure);
        } catch (const error& known) {
            if (known.kind() == error_kind::timeout && clock::now() < deadline_) {
                // Only the attempt's time was up.
                mapi::mapi_error late(503, "Unable to connect to MAPI at " + state_->shown_endpoint(), known.what());
                return std::make_exception_ptr(late.cause(known));
            }
            return mapi::to_mapi_exception(known, state_->shown_endpoint());
        } catch (const boost::system::system_error& known) {
            return known.code() == asio::error::operation_aborted ? std::make_exception_ptr(cancelled(true)) : failure;
        } catch (...) {
            return failure;
        }
    }

    mapi::request_cancelled cancelled(bool possibly_executed) const { return {last_failure_, possibly_executed}; }

    /// With the failure before it, for who wants to know why it took so long.
    error closed() const {
        return error(error_kind::cancelled, "the connection was closed").last_failure(last_failure_);
    }

private:
    /// Never the variables: they may hold secrets.
    void log(const std::string& what) const { state_->log("MAPI " + what_.function() + ": " + what); }

    bool repeatable() const {
        return what_.idempotent() || state_->options().retry().repeat_mutations() ||
               protocol::find_operation(what_.query(), "") == protocol::operation_kind::query;
    }

    std::chrono::nanoseconds attempt_limit() const {
        const auto own = state_->options().attempt_timeout();
        if (deadline_ == clock::time_point::max()) return own;
        const auto left = std::max<std::chrono::nanoseconds>(deadline_ - clock::now(), std::chrono::nanoseconds(1));
        return own.count() > 0 ? std::min<std::chrono::nanoseconds>(own, left) : left;
    }

    /// At once, rather than sleep until a deadline that the next attempt cannot meet.
    static mapi::timeout_error timed_out(const mapi::mapi_error& last) {
        mapi::timeout_error late{std::string(last.what())};
        if (last.cause()) late.cause(*last.cause());
        return late;
    }

    std::shared_ptr<mapi_state> state_;
    mapi::operation what_;
    clock::time_point deadline_;
    std::string last_failure_;
};

} // namespace

asio::awaitable<mapi_answer> mapi_state::perform(std::shared_ptr<mapi_state> self, mapi::operation what,
                                                 std::shared_ptr<ticket> ticket) {
    request_call call(self, std::move(what));
    ticket->hurry_with([owner = std::weak_ptr(self)] {
        if (const auto alive = owner.lock()) alive->hurry();
    });
    const auto epoch = self->epoch_;
    for (unsigned attempts = 1;; ++attempts) {
        std::exception_ptr failure;
        try {
            mapi_answer answer = co_await call.attempt(attempts);
            co_return answer;
        } catch (...) {
            failure = call.explain(std::current_exception());
        }
        const auto wait = call.plan_retry(failure, attempts);
        bool stopped = false;
        if (self->epoch_ != epoch) throw call.closed(); // while the attempt was under way
        try {
            co_await self->pause(wait, *ticket);
        } catch (const boost::system::system_error&) {
            stopped = true;
        }
        if (self->epoch_ != epoch) throw call.closed();
        if (stopped) throw call.cancelled(true); // an attempt was made
    }
}

} // namespace corogql::detail
