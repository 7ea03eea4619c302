/// Runs contenders in turns and prints what they cost beside the first of them.
#pragma once

#include "measure.hpp"

#include <functional>
#include <string>
#include <vector>

namespace corogql::bench {

struct contender {
    std::string name;
    std::function<cost()> run;
};

/// One column of the table.
struct figure {
    std::string unit;
    double cost::* value;
    /// What the second contender is to reach beside the first; 0: nothing.
    double at_least = 0, at_most = 0;
    bool all = false; ///< and all behind it
};

/// The contenders take turns for so many rounds, so that a busy machine hurts them all alike. Figures are
/// medians, and ratios the median of those within a round.
void contest(const std::string& title, const std::vector<figure>& figures, const std::vector<contender>& contenders,
             std::size_t rounds);

} // namespace corogql::bench
