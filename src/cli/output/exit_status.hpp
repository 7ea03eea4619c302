/// What the program's exit status says: one table, for failures, for the help, and for docs/program.md, which a test
/// compares with it.
#pragma once

#include <corogql/error.hpp>

#include <string>

namespace corogql::cli {

int exit_status(error_kind kind) noexcept;

/// The whole table in words, as the help shows it.
std::string exit_status_help();

} // namespace corogql::cli
