/// Limits are added to the steady clock here: a limit of any length is allowed, and the clock ends after 292 years.
#pragma once

#include <chrono>

namespace corogql {

using steady_time = std::chrono::steady_clock::time_point;

inline steady_time later(steady_time now, std::chrono::nanoseconds by) noexcept {
    return by < steady_time::max() - now ? now + by : steady_time::max();
}

/// Returns when a limit passes; steady_time::max() where there is no limit, which options say with 0.
inline steady_time deadline(steady_time now, std::chrono::nanoseconds limit) noexcept {
    return limit.count() > 0 ? later(now, limit) : steady_time::max();
}

} // namespace corogql
