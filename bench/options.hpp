/// The bench's command line.
#pragma once

#include <cstddef>
#include <string>

namespace corogql::bench {

struct options {
    std::size_t messages = 500'000; ///< of one push run
    std::size_t requests = 20'000;  ///< of one HTTP run
    std::size_t rounds = 5;
    bool compile = false; ///< compile times as well
    std::string plot;     ///< where to draw the reconnect storm; empty: nowhere
    std::string only;     ///< run only what has this in its name, for profilers
};

/// Prints the usage and ends the program when the arguments are wrong.
options read_options(int count, char** arguments);

} // namespace corogql::bench
