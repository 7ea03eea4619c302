/// This comparison measures how long the compiler takes for a file that includes some headers and does nothing with
/// them.
#pragma once

#include "measure.hpp"

#include <string>
#include <utility>
#include <vector>

namespace corogql::bench {

/// Compiles a file to an object with the compiler and optimisation the bench was built with; `cpu_us` is the
/// compiler's. `beside` are files that stand beside it, by their names.
cost compile(const std::vector<std::string>& headers,
             const std::vector<std::pair<std::string, std::string>>& beside = {});

} // namespace corogql::bench
