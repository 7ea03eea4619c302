/// Durations are written for people.
#pragma once

#include <chrono>
#include <string>

namespace corogql::detail {

/// Returns a duration with its unit: "30 s", "1.5 s", "250 ms" or "20 us", with three digits behind the point at most.
std::string duration_text(std::chrono::nanoseconds time);

} // namespace corogql::detail
