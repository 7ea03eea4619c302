/// Whether a failed attempt is repeated: what is known of it, and what is made of it.
#pragma once

#include <corogql/error.hpp>
#include <corogql/response.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace corogql {

class request;

/// What a failure says of the server's side, and so who may send the operation again.
enum class retry_class {
    unsent,    ///< it cannot have reached the server: repeat anything
    refused,   ///< the server did not run it (429, 503 or 403 with Retry-After, 408, 421, 425): repeat anything
    ambiguous, ///< it may have run, or its answer was cut off: repeat only what does no harm twice
    final,     ///< repeating gives the same
};

std::string_view to_string(retry_class value) noexcept;

/// An attempt that failed: either there is no GraphQL answer, or there is one with errors.
class failed_attempt {
public:
    failed_attempt(const request& operation, const response* answer, const error* failure)
        : operation_(&operation), response_(answer), failure_(failure) {}

    const request& operation() const noexcept { return *operation_; }
    /// A GraphQL answer that has errors, or
    const response* answer() const noexcept { return response_; }
    /// why there is none.
    const error* failure() const noexcept { return failure_; }
    /// Of the server's answer; 0 without one.
    unsigned http_status() const noexcept;
    /// The first header field of that name in the server's answer, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// The GraphQL errors of the answer, or of the failure.
    const std::vector<graphql_error>& errors() const noexcept;

    /// Attempts so far, this one included.
    unsigned attempts() const noexcept { return attempts_; }
    /// Until the last of this client's operations that wait for a time which such a function has named has had its
    /// turn; zero: none waits.
    std::chrono::nanoseconds queue() const noexcept { return queue_; }
    /// The calendar's time, for dates in answers.
    std::chrono::system_clock::time_point now() const noexcept { return now_; }

    failed_attempt& attempts(unsigned count) { return attempts_ = count, *this; }
    failed_attempt& queue(std::chrono::nanoseconds time) { return queue_ = time, *this; }
    failed_attempt& now(std::chrono::system_clock::time_point time) { return now_ = time, *this; }

private:
    const request* operation_;
    const response* response_;
    const error* failure_;
    unsigned attempts_ = 1;
    std::chrono::nanoseconds queue_{0};
    std::chrono::system_clock::time_point now_{};
};

/// What is done about it.
class retry_verdict {
public:
    retry_verdict() = default;
    explicit retry_verdict(retry_class what) : kind_(what) {}

    /// Default: final.
    retry_verdict& kind(retry_class what) { return decided_ = true, kind_ = what, *this; }
    /// Until the next attempt. Default: none.
    retry_verdict& wait(std::chrono::nanoseconds time) { return decided_ = true, wait_ = time, *this; }
    /// No more than so many attempts of the operation, the failed ones included; nothing: until its deadline.
    retry_verdict& attempts(std::optional<unsigned> most) { return decided_ = true, attempts_ = most, *this; }
    /// False for the library's own, as long as nothing of it was set anew. Default: true.
    retry_verdict& decided(bool yes) { return decided_ = yes, *this; }

    retry_class kind() const noexcept { return kind_; }
    std::chrono::nanoseconds wait() const noexcept { return wait_; }
    std::optional<unsigned> attempts() const noexcept { return attempts_; }
    bool decided() const noexcept { return decided_; }

private:
    retry_class kind_ = retry_class::final;
    std::chrono::nanoseconds wait_{0};
    std::optional<unsigned> attempts_ = 1;
    bool decided_ = true;
};

/// `ours`, which it may return as it is, is what would be done without it: the class, the wait that was drawn or that
/// the server asked for, and the attempts that the options allow.
using retry_function = std::function<retry_verdict(const failed_attempt& attempt, const retry_verdict& ours)>;

} // namespace corogql
