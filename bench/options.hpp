/// These are the options of the bench's command line.
#pragma once

#include <cstddef>
#include <string>

namespace corogql::bench {

struct options {
    std::size_t messages = 500'000; ///< The messages of one push run.
    std::size_t requests = 20'000;  ///< The requests of one HTTP run.
    std::size_t rounds = 5;
    bool compile = false; ///< Whether compile times are measured as well.
    std::string plot;     ///< The file into which the reconnect storm is drawn; it is not drawn where this is empty.
    std::string only;     ///< Only what has this text in its name is run, for profilers.
};

/// Reads the command line. Prints the usage and ends the program when the arguments are wrong.
options read_options(int count, char** arguments);

} // namespace corogql::bench
