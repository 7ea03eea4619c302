/// A measurement says what work costs the thread that does it.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace corogql::bench {

/// The cost of one item (a message, a request).
struct cost {
    double per_second = 0;
    double cpu_us = 0; ///< The user and system time of the measured thread, in microseconds.
    double allocations = 0;
    /// The time outside of the system calls that read, write and wait, in microseconds: the user CPU of a thread that
    /// makes no others, on a processor that does nothing else. The kernel's own count is taken in ticks, and charges to
    /// it some of what each call costs.
    double user_us = 0;
};

/// A stopwatch runs from its construction. It knows only the calling thread.
class stopwatch {
public:
    stopwatch();
    cost elapsed(std::size_t items) const;

private:
    std::chrono::steady_clock::time_point start_;
    std::size_t allocations_;
    std::chrono::steady_clock::duration in_calls_;
    double cpu_us_;
};

// Of the calling thread, so far.
std::size_t allocations() noexcept;
/// Returns the time in the system calls that read, write and wait.
std::chrono::steady_clock::duration in_system_calls() noexcept;

double median(std::vector<double> values);

/// Ties the calling thread to the nth processor it may use, where there are so many.
void use_processor(std::size_t nth);

} // namespace corogql::bench
