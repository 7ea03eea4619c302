/// A retry verdict says whether a failed attempt is repeated; a failed attempt is what is known of it.
#pragma once

#include <corogql/error.hpp>
#include <corogql/response.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace corogql {

class request;

/// A class says what a failure tells of the server's side, and so who may send the operation again.
enum class retry_class {
    unsent,    ///< It cannot have reached the server: anything is repeated.
    refused,   ///< The server did not run it (429, 503 or 403 with Retry-After, 408, 421, 425): anything is repeated.
    ambiguous, ///< It may have run, or its answer was cut off: only what does no harm twice is repeated.
    final,     ///< Repeating would give the same.
};

/// Returns the name of a class, as in "ambiguous".
std::string_view to_string(retry_class value) noexcept;

/// A failed attempt has either no GraphQL answer, or one with errors.
class failed_attempt {
public:
    /// Refers to an operation, and to its answer or failure, of which one is null; they must outlive it.
    failed_attempt(const request& operation, const response* answer, const error* failure)
        : operation_(&operation), response_(answer), failure_(failure) {}

    /// Returns the operation.
    const request& operation() const noexcept { return *operation_; }
    /// Returns the GraphQL answer, which has errors; null where there is none.
    const response* answer() const noexcept { return response_; }
    /// Returns why there is no GraphQL answer; null where there is one.
    const error* failure() const noexcept { return failure_; }
    /// Returns the status of the server's answer; 0 without one.
    unsigned http_status() const noexcept;
    /// Returns the first header field of that name in the server's answer, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// Returns the GraphQL errors of the answer, or of the failure.
    const std::vector<graphql_error>& errors() const noexcept;

    /// Returns the number of attempts so far, this one included.
    unsigned attempts() const noexcept { return attempts_; }
    /// Returns how long it is until the last of this client's operations that wait for a time which such a function has
    /// named has had its turn; zero when none waits.
    std::chrono::nanoseconds queue() const noexcept { return queue_; }
    /// Returns the calendar's time, for dates in answers.
    std::chrono::system_clock::time_point now() const noexcept { return now_; }

    /// Sets the number of attempts so far. Default: 1.
    failed_attempt& attempts(unsigned count) { return attempts_ = count, *this; }
    /// Sets how long the queue of waiting operations is. Default: zero.
    failed_attempt& queue(std::chrono::nanoseconds time) { return queue_ = time, *this; }
    /// Sets the calendar's time.
    failed_attempt& now(std::chrono::system_clock::time_point time) { return now_ = time, *this; }

private:
    const request* operation_;
    const response* response_;
    const error* failure_;
    unsigned attempts_ = 1;
    std::chrono::nanoseconds queue_{0};
    std::chrono::system_clock::time_point now_{};
};

/// A verdict says what is done about a failed attempt.
class retry_verdict {
public:
    /// Makes the verdict that the failure is final.
    retry_verdict() = default;
    /// Makes a verdict of this class, without a wait and without another attempt.
    explicit retry_verdict(retry_class what) : kind_(what) {}

    /// Sets the class of the failure. Default: final.
    retry_verdict& kind(retry_class what) { return decided_ = true, kind_ = what, *this; }
    /// Sets how long is waited until the next attempt. Default: not at all.
    retry_verdict& wait(std::chrono::nanoseconds time) { return decided_ = true, wait_ = time, *this; }
    /// Sets how many attempts of the operation there are at most, the failed ones included; nothing: until its
    /// deadline. Default: 1.
    retry_verdict& attempts(std::optional<unsigned> most) { return decided_ = true, attempts_ = most, *this; }
    /// Says whether somebody has decided: it is false for the library's own verdict, as long as nothing of it was set
    /// anew. Default: true.
    retry_verdict& decided(bool yes) { return decided_ = yes, *this; }

    /// Returns the class of the failure.
    retry_class kind() const noexcept { return kind_; }
    /// Returns how long is waited until the next attempt.
    std::chrono::nanoseconds wait() const noexcept { return wait_; }
    /// Returns how many attempts there are at most; nothing when the deadline alone ends them.
    std::optional<unsigned> attempts() const noexcept { return attempts_; }
    /// Returns whether somebody has decided; false for the library's own verdict.
    bool decided() const noexcept { return decided_; }

private:
    retry_class kind_ = retry_class::final;
    std::chrono::nanoseconds wait_{0};
    std::optional<unsigned> attempts_ = 1;
    bool decided_ = true;
};

/// A retry function decides about a failed attempt. `ours`, which it may return as it is, is what would be done without
/// it: the class, the wait that was drawn or that the server asked for, and the attempts that the options allow.
using retry_function = std::function<retry_verdict(const failed_attempt& attempt, const retry_verdict& ours)>;

} // namespace corogql
