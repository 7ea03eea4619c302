/// One table says what the program's exit status means: for failures, for the help, and for docs/program.md, which a
/// test compares with it.
#pragma once

#include <corogql/error.hpp>

#include <string>

namespace corogql::cli {

int exit_status(error_kind kind) noexcept;

/// Returns the whole table in words, as the help shows it.
std::string exit_status_help();

} // namespace corogql::cli
