/// The small generator reads its command line without a library for that.
#pragma once

#include "cli/generate/arguments.hpp"

#include <optional>

namespace corogql::cli {

/// Returns what the program was asked for, as `corogql generate` takes it, with that verb before it or without; nothing
/// where it was asked for its help or version, which then is printed. Throws plain_failure (`usage`).
std::optional<generate_arguments> parse_generator_line(int argc, char** argv);

} // namespace corogql::cli
