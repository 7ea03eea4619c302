/// Durations for people.
#pragma once

#include <chrono>
#include <string>

namespace corogql::detail {

/// "30 s", "1.5 s", "250 ms", "20 us": three digits behind the point at most.
std::string duration_text(std::chrono::nanoseconds time);

} // namespace corogql::detail
