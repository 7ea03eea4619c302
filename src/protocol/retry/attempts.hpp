/// These rules say what is done after each attempt of a query or mutation. They are pure: the time, chance and the rest
/// of the world are given.
#pragma once

#include "protocol/graphql/operation.hpp"
#include "protocol/retry/outcome.hpp"
#include "protocol/retry/redirect_route.hpp"
#include "protocol/retry/refusals.hpp"
#include "protocol/retry/retry_budget.hpp"
#include "protocol/retry/step.hpp"
#include "values/deadline.hpp"

#include <corogql/request.hpp>
#include <corogql/retry_options.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace corogql::protocol {

class attempts {
public:
    /// Limits decide about an operation besides the options.
    struct limits {
        steady_time deadline = steady_time::max();
        std::chrono::nanoseconds whole{0};   ///< The length of the deadline, for people.
        std::chrono::nanoseconds attempt{0}; ///< The longest time of each attempt; 0 for no limit.
        /// Whether a failure is not repeated, as each part of a batch goes its own way then.
        bool once = false;
    };
    /// These facts are the world when an attempt has ended.
    struct facts {
        steady_time now;
        std::chrono::system_clock::time_point calendar_now;
        std::uint64_t random = 0;
        std::chrono::nanoseconds queue{0}; ///< How long the queue is; see failed_attempt::queue().
        bool has_provider = false;         ///< Whether there is a provider of credentials.
    };

    /// Begins without attempts; what is given must outlive this object. `kind` is given where it is known; otherwise
    /// the document is looked at when it matters.
    attempts(const request& operation, const retry_options& options, retry_budget& budget,
             std::optional<operation_kind> kind = std::nullopt) noexcept
        : operation_(operation), options_(options), budget_(budget), kind_(kind) {}

    void limit(const limits& by) noexcept { limits_ = by; }

    /// Begins the next attempt and returns its deadline.
    steady_time begin(steady_time now) noexcept {
        ++number_;
        return until_ = std::min(limits_.deadline, deadline(now, limits_.attempt));
    }
    /// Counts the first attempt, which others made, together with theirs.
    void begun_elsewhere() noexcept { ++number_; }
    /// Returns what to do next. The outcome may get a message that says more, and is replaced when the deadline has
    /// passed. Throws what the function of retry_if() throws: kind `callback`, or its own corogql::error.
    step after(outcome& came, const facts& at);
    /// Notes that the provider was asked for fresh credentials: by this operation (`asked`) or by another one.
    void on_refreshed(bool asked) noexcept { refusals_.on_refreshed(asked); }
    /// Notes that an attempt is under way that the server may have read.
    void on_sent() noexcept { possibly_executed_ = true; }

    /// Returns the response that the operation ends with, or throws its failure.
    response deliver(outcome& came) const;
    /// Returns the failure with what is known of all attempts.
    error ended(const error& why) const;
    /// Returns the error of a deadline that has passed while something was being done. The error carries the last real
    /// failure.
    error timed_out(error_phase during, std::string_view doing) const;

    /// Returns the number of attempts begun.
    unsigned number() const noexcept { return number_; }
    operation_kind kind() const;
    const std::optional<error>& last_failure() const noexcept { return last_failure_; }

    /// Returns where the next attempt goes.
    const redirect_route& route() const noexcept { return route_; }
    /// Returns whether the next attempt asks for application/json alone, as the server had a 406 for more.
    bool only_json() const noexcept { return only_json_; }
    /// Returns whether the next attempt must not go over the connection of the last one.
    bool fresh_connection() const noexcept { return fresh_connection_; }

private:
    /// A decision is the verdict on an attempt; `asked` says that retry_if() has decided otherwise than the rules.
    struct decision {
        retry_verdict verdict;
        bool asked = false;
    };
    bool is_same_attempt(const outcome& came);
    /// Notes a failure; returns false when the deadline has passed.
    bool note(error& failure, steady_time now);
    decision decide(const outcome& came, const facts& at) const;
    retry_verdict ask(const outcome& came, const retry_verdict& ours, const facts& at) const;
    bool repeats(outcome& came, const decision& what, steady_time now, step& next);
    bool patient(const outcome& came, const decision& what, steady_time now) const;
    const retry_function& retry_if() const noexcept {
        return operation_.retry_if() ? operation_.retry_if() : options_.retry_if();
    }
    bool repeatable(failure_class severity) const {
        return severity != failure_class::final && may_repeat(severity, kind(), operation_.idempotent());
    }

    const request& operation_;
    const retry_options& options_;
    retry_budget& budget_;
    mutable std::optional<operation_kind> kind_;
    limits limits_;
    steady_time until_ = steady_time::max(); ///< The deadline of the present attempt.
    unsigned number_ = 0;
    unsigned retries_ = 0;
    refusals refusals_;
    redirect_route route_;
    bool only_json_ = false;
    bool fresh_connection_ = false;
    bool possibly_executed_ = false;
    std::optional<error> last_failure_;
};

} // namespace corogql::protocol
