/// What work costs the thread that does it.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace corogql::bench {

/// Of one item (a message, a request).
struct cost {
    double per_second = 0;
    double cpu_us = 0; ///< user and system time of the measured thread
    double allocations = 0;
    double user_us = 0; ///< user time alone; the kernel counts it in ticks, so it takes a second to be exact
};

/// Runs from its construction. It knows only the calling thread.
class stopwatch {
public:
    stopwatch();
    cost elapsed(std::size_t items) const;

private:
    std::chrono::steady_clock::time_point start_;
    std::size_t allocations_;
    double cpu_us_, user_us_;
};

/// Of the calling thread, so far.
std::size_t allocations() noexcept;

double median(std::vector<double> values);

/// Ties the calling thread to the nth processor it may use, where there are so many.
void use_processor(std::size_t nth);

} // namespace corogql::bench
