/// What is wrong in documents and schemas is told alike by all verbs.
#pragma once

#include "cli/options/common_options.hpp"
#include "language/diagnostic.hpp"

namespace corogql::cli {

bool is_error(const language::diagnostic& one);

/// Prints a line for each fault, on stdout or `on_stderr`. Returns the exit status, behind a line on stderr that says
/// how many errors there are.
int tell_faults(std::vector<language::diagnostic> faults, const report_options& how, bool on_stderr = false);

} // namespace corogql::cli
