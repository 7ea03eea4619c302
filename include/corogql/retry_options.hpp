/// Failed requests, and failed connections of a websocket, are repeated after waits: exponential backoff with full
/// jitter.
#pragma once

#include <corogql/detail/require_cpp20.hpp>
#include <corogql/retry_verdict.hpp>

#include <chrono>

namespace corogql {

/// Retry options say how often and when something is tried again. The wait before retry n (from 1) is drawn evenly from
/// [0, `min(max, initial * 2^(n-1))`].
class retry_options {
public:
    /// It stands for retries until the deadline.
    static constexpr int unlimited = -1;

    /// Sets how many further attempts there are after the first; unlimited: until the deadline. Default: 4.
    retry_options& retries(int count) { return retries_ = count, *this; }
    /// Sets the bound of the first wait. Default: 1 s.
    retry_options& initial(std::chrono::nanoseconds wait) { return initial_ = wait, *this; }
    /// Sets the bound of all waits. Default: 60 s.
    retry_options& max(std::chrono::nanoseconds wait) { return max_ = wait, *this; }
    /// Sets the longest Retry-After that is waited for. A server that asks for more has had its last word. Default: 300
    /// s.
    retry_options& retry_after_max(std::chrono::nanoseconds wait) { return retry_after_max_ = wait, *this; }
    /// Limits all retries of a client together to `per_second`, and `ratio` of the requests it makes; in a quiet time
    /// ten seconds' worth is saved up. When they are spent a failure is final. Failures that cannot have reached the
    /// server are not counted, nor are websockets. A negative ratio: no limit. Default: 0.2 and 10.
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
    /// not asked about a refusal that is first answered with fresh credentials, unless it decides otherwise; nor by
    /// reconnect(). It runs on the client's executor and must not block; what it throws ends the operation, with kind
    /// `callback` unless it is a corogql::error. Default: none. See throttle.hpp.
    retry_options& retry_if(retry_function function) { return retry_if_ = std::move(function), *this; }

    /// Returns how many further attempts there are after the first.
    int retries() const noexcept { return retries_; }
    /// Returns the bound of the first wait.
    std::chrono::nanoseconds initial() const noexcept { return initial_; }
    /// Returns the bound of all waits.
    std::chrono::nanoseconds max() const noexcept { return max_; }
    /// Returns the longest Retry-After that is waited for.
    std::chrono::nanoseconds retry_after_max() const noexcept { return retry_after_max_; }
    /// Returns the part of a client's requests that may be retries; negative for no limit.
    double budget_ratio() const noexcept { return budget_ratio_; }
    /// Returns how many retries a second a client may make beside that part.
    double budget_per_second() const noexcept { return budget_per_second_; }
    /// Returns whether mutations get keys of their own.
    bool idempotency_keys() const noexcept { return idempotency_keys_; }
    /// Returns the function that is asked about failed attempts; empty without one.
    const retry_function& retry_if() const noexcept { return retry_if_; }

private:
    int retries_ = 4;
    std::chrono::nanoseconds initial_ = std::chrono::seconds(1);
    std::chrono::nanoseconds max_ = std::chrono::seconds(60);
    std::chrono::nanoseconds retry_after_max_ = std::chrono::seconds(300);
    double budget_ratio_ = 0.2, budget_per_second_ = 10;
    bool idempotency_keys_ = false;
    retry_function retry_if_;
};

} // namespace corogql
