/// A contest runs contenders in turns and prints what they cost beside the first of them.
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

/// A figure is one column of the table.
struct figure {
    std::string unit;
    double cost::* value;
    /// The second contender is to reach these ratios to the first; 0 means that nothing is asked of it.
    double at_least = 0, at_most = 0;
    bool all = false; ///< Whether all contenders behind the second are to reach the ratios, too.
};

/// Makes the contenders take turns for so many rounds, so that a busy machine hurts them all alike. Figures are
/// medians, and ratios the median of those within a round.
void contest(const std::string& title, const std::vector<figure>& figures, const std::vector<contender>& contenders,
             std::size_t rounds);

} // namespace corogql::bench
