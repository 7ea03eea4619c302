/// Repetition of failed requests, and of failed connections of a websocket: exponential backoff with full jitter.
#pragma once

#include <chrono>

namespace corogql {

/// The wait before retry n (from 1) is drawn evenly from [0, min(max, initial * 2^(n-1))].
class retry_options {
public:
    static constexpr int unlimited = -1;

    /// Further attempts after the first; unlimited: until the deadline.
    retry_options& retries(int count) { return retries_ = count, *this; }
    retry_options& initial(std::chrono::nanoseconds wait) { return initial_ = wait, *this; }
    retry_options& max(std::chrono::nanoseconds wait) { return max_ = wait, *this; }
    /// The longest Retry-After that is waited for. A server that asks for more has its 429 or 503 taken as final.
    retry_options& retry_after_max(std::chrono::nanoseconds wait) { return retry_after_max_ = wait, *this; }

    int retries() const noexcept { return retries_; }
    std::chrono::nanoseconds initial() const noexcept { return initial_; }
    std::chrono::nanoseconds max() const noexcept { return max_; }
    std::chrono::nanoseconds retry_after_max() const noexcept { return retry_after_max_; }

private:
    int retries_ = 4;
    std::chrono::nanoseconds initial_ = std::chrono::seconds(1);
    std::chrono::nanoseconds max_ = std::chrono::seconds(60);
    std::chrono::nanoseconds retry_after_max_ = std::chrono::seconds(300);
};

} // namespace corogql
