/// Backoff says how often something that failed is tried again, and after which waits: exponential, with full jitter.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <optional>

namespace corogql {

/// Backoff options are about whatever is tried again. The wait before retry n (from 1) is drawn evenly from [0,
/// `min(max, initial * 2^(n-1))`].
class backoff_options {
public:
    /// It stands for retries without end.
    static constexpr int unlimited = -1;

    /// Sets how many further attempts may follow the first. Default: unlimited for reconnections, 4 for requests.
    backoff_options& retries(int count) { return retries_ = count, *this; }
    /// Sets the longest wait before the first retry; it doubles from then on. Default: 1 s.
    backoff_options& initial(std::chrono::nanoseconds wait) { return initial_ = wait, *this; }
    /// Sets the longest wait before any retry. Default: 60 s.
    backoff_options& max(std::chrono::nanoseconds wait) { return max_ = wait, *this; }
    /// Sets the longest Retry-After that is waited for. A server that asks for more has had its last word. Default:
    /// 300 s.
    backoff_options& retry_after_max(std::chrono::nanoseconds wait) { return retry_after_max_ = wait, *this; }

    /// Returns how many further attempts may follow the first.
    int retries() const noexcept { return retries_or(unlimited); }
    /// Returns how many further attempts may follow the first, or `otherwise` if that was not set.
    int retries_or(int otherwise) const noexcept { return retries_.value_or(otherwise); }
    /// Returns the longest wait before the first retry.
    std::chrono::nanoseconds initial() const noexcept { return initial_; }
    /// Returns the longest wait before any retry.
    std::chrono::nanoseconds max() const noexcept { return max_; }
    /// Returns the longest Retry-After that is waited for.
    std::chrono::nanoseconds retry_after_max() const noexcept { return retry_after_max_; }

private:
    std::optional<int> retries_;
    std::chrono::nanoseconds initial_ = std::chrono::seconds(1);
    std::chrono::nanoseconds max_ = std::chrono::seconds(60);
    std::chrono::nanoseconds retry_after_max_ = std::chrono::seconds(300);
};

} // namespace corogql
