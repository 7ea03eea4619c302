/// The time and the chance that tests of pure deciders give them.
#pragma once

#include "values/deadline.hpp"

#include <chrono>
#include <cstdint>
#include <limits>

namespace corogql::test {

inline constexpr steady_time start{std::chrono::hours(1)};
/// Of all that may be drawn the greatest, or just below it.
inline constexpr auto all_bits = std::numeric_limits<std::uint64_t>::max();

} // namespace corogql::test
