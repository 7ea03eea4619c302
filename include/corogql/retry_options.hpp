/// Requests that failed are repeated as these options say.
#pragma once

#include <corogql/backoff_options.hpp>
#include <corogql/retry_verdict.hpp>

#include <chrono>

namespace corogql {

/// Retry options say how often and when a request that failed is repeated. The wait before retry n (from 1) is drawn
/// evenly from [0, `min(max, initial * 2^(n-1))`].
class retry_options {
public:
    /// It stands for retries until the deadline.
    static constexpr int unlimited = backoff_options::unlimited;

    /// Replaces number and waits, which retries(), initial(), max() and retry_after_max() set one by one. Where the
    /// policy does not say how many retries there may be, there are 4.
    retry_options& backoff(backoff_options policy) { return backoff_ = policy, *this; }
    /// Sets how many further attempts may follow the first; unlimited: until the deadline. Default: 4.
    retry_options& retries(int count) { return backoff_.retries(count), *this; }
    /// Sets the longest wait before the first retry. Default: 1 s.
    retry_options& initial(std::chrono::nanoseconds wait) { return backoff_.initial(wait), *this; }
    /// Sets the longest wait before any retry. Default: 60 s.
    retry_options& max(std::chrono::nanoseconds wait) { return backoff_.max(wait), *this; }
    /// Sets the longest Retry-After that is waited for. A server that asks for more has had its last word. Default: 300
    /// s.
    retry_options& retry_after_max(std::chrono::nanoseconds wait) { return backoff_.retry_after_max(wait), *this; }
    /// Limits all retries of a client together to `per_second`, and `ratio` of the requests it makes; in a quiet time
    /// ten seconds' worth is saved up. When they are spent a failure is final. Failures that cannot have reached the
    /// server are not counted. A negative ratio: no limit. Default: 0.2 and 10.
    retry_options& budget(double ratio, double per_second) {
        return budget_ratio_ = ratio, budget_per_second_ = per_second, *this;
    }
    /// Sends a key of its own (a random UUID, the same for all attempts) with each mutation that has none, and repeats
    /// mutations like queries: for servers that know a repeated key. Default: false.
    retry_options& idempotency_keys(bool yes) { return idempotency_keys_ = yes, *this; }

    /// Sets a function that is asked about each failed attempt of a query or mutation over HTTP, GraphQL answers with
    /// errors among them, and may decide otherwise: whether it is repeated, when, and how often. A mutation is still
    /// repeated only where its class says so. A wait that ends after the deadline makes the failure final at once;
    /// retry_after_max() bounds only what is left as it was, and the budget() what the function did not change. It is
    /// not asked about a refusal that is first answered with fresh credentials, unless it decides otherwise. It runs on
    /// the client's executor and must not block; what it throws ends the operation, with kind `callback` unless it is a
    /// corogql::error. Default: none. See throttle.hpp.
    retry_options& retry_if(retry_function function) { return retry_if_ = std::move(function), *this; }

    /// Returns number and waits as they were set; retries() says how many there are where no number was.
    const backoff_options& backoff() const noexcept { return backoff_; }
    /// Returns how many further attempts there are after the first.
    int retries() const noexcept { return backoff_.retries_or(4); }
    /// Returns the longest wait before the first retry.
    std::chrono::nanoseconds initial() const noexcept { return backoff_.initial(); }
    /// Returns the longest wait before any retry.
    std::chrono::nanoseconds max() const noexcept { return backoff_.max(); }
    /// Returns the longest Retry-After that is waited for.
    std::chrono::nanoseconds retry_after_max() const noexcept { return backoff_.retry_after_max(); }
    /// Returns the part of a client's requests that may be retries; negative for no limit.
    double budget_ratio() const noexcept { return budget_ratio_; }
    /// Returns how many retries a second a client may make beside that part.
    double budget_per_second() const noexcept { return budget_per_second_; }
    /// Returns whether mutations get keys of their own.
    bool idempotency_keys() const noexcept { return idempotency_keys_; }
    /// Returns the function that is asked about failed attempts; empty without one.
    const retry_function& retry_if() const noexcept { return retry_if_; }

private:
    backoff_options backoff_;
    double budget_ratio_ = 0.2, budget_per_second_ = 10;
    bool idempotency_keys_ = false;
    retry_function retry_if_;
};

} // namespace corogql
