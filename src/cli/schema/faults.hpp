/// What is wrong in documents and schemas is told alike by all verbs, with the standard library alone.
#pragma once

#include "cli/options/report_options.hpp"
#include "language/diagnostic.hpp"

namespace corogql::cli {

bool is_error(const language::diagnostic& one);

/// Prints a line for each fault, on stdout or `on_stderr`. Throws plain_failure (`graphql`) that says how many errors
/// there are, if there are any.
void tell_faults(std::vector<language::diagnostic> faults, const report_options& how, bool on_stderr = false);

} // namespace corogql::cli
