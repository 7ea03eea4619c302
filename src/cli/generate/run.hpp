/// Generating reads and writes files. It does with the standard library alone, as the generator must that builds run.
#pragma once

#include "cli/generate/arguments.hpp"

namespace corogql::cli {

/// Writes the files that differ. Throws plain_failure: `graphql` where there are mistakes, which are told before, or
/// where --check finds that a file would change.
void run_generator(const generate_arguments& arguments);

} // namespace corogql::cli
