/// This comparison measures how long the compiler takes for a file that includes some headers and does nothing with
/// them.
#pragma once

#include "measure.hpp"

#include <string>
#include <vector>

namespace corogql::bench {

/// Compiles a file to an object with the compiler and optimisation the bench was built with; `cpu_us` is the
/// compiler's.
cost compile(const std::vector<std::string>& headers);

} // namespace corogql::bench
