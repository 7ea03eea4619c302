/// What is done after each attempt of a query or mutation. Pure: the time, chance and the rest of the world are given.
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
    /// What decides about an operation besides the options.
    struct limits {
        steady_time deadline = steady_time::max();
        std::chrono::nanoseconds whole{0};   ///< The length of the deadline, for people.
        std::chrono::nanoseconds attempt{0}; ///< Of each attempt; 0: none.
        bool once = false;                   ///< After a failure each part of it goes its own way.
    };
    /// The world when an attempt has ended.
    struct facts {
        steady_time now;
        std::chrono::system_clock::time_point calendar_now;
        std::uint64_t random = 0;
        std::chrono::nanoseconds queue{0}; ///< See failed_attempt::queue().
        bool has_provider = false;         ///< Of credentials.
    };

    /// What is given must outlive this. `kind`: where it is known, else the document is looked at when it matters.
    attempts(const request& operation, const retry_options& options, retry_budget& budget,
             std::optional<operation_kind> kind = std::nullopt) noexcept
        : operation_(operation), options_(options), budget_(budget), kind_(kind) {}

    void limit(const limits& by) noexcept { limits_ = by; }

    /// The next attempt begins. Returns its deadline.
    steady_time begin(steady_time now) noexcept {
        ++number_;
        return until_ = std::min(limits_.deadline, deadline(now, limits_.attempt));
    }
    /// The first one was made by others, together with theirs.
    void begun_elsewhere() noexcept { ++number_; }
    /// What to do next. The outcome may get a message that says more, and is replaced when the deadline has passed.
    /// Throws what the function of retry_if() throws: kind `callback`, or its own corogql::error.
    step after(outcome& came, const facts& at);
    /// The provider was asked for fresh credentials, by this operation or by another one.
    void on_refreshed(bool asked) noexcept { refusals_.on_refreshed(asked); }
    /// An attempt is under way that the server may have read.
    void on_sent() noexcept { possibly_executed_ = true; }

    /// What the operation ends with. Throws the failure.
    response deliver(outcome& came) const;
    /// The failure with what is known of all attempts.
    error ended(const error& why) const;
    /// The deadline has passed while something was being done. It carries the last real failure.
    error timed_out(error_phase during, std::string_view doing) const;

    unsigned number() const noexcept { return number_; } ///< Of attempts begun.
    operation_kind kind() const;
    const std::optional<error>& last_failure() const noexcept { return last_failure_; }

    /// For the next attempt: where it goes, and how.
    const redirect_route& route() const noexcept { return route_; }
    bool only_json() const noexcept { return only_json_; }               ///< The server had a 406 for more.
    bool fresh_connection() const noexcept { return fresh_connection_; } ///< Not over the last one's.

private:
    /// `asked`: retry_if() has decided otherwise than we.
    struct decision {
        retry_verdict verdict;
        bool asked = false;
    };
    bool is_same_attempt(const outcome& came);
    /// False: the deadline has passed.
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
    steady_time until_ = steady_time::max(); ///< Of the present attempt.
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
