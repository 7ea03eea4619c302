/// Failures, told to people or programs, and the exit status that goes with them.
#pragma once

#include "cli/command_line.hpp"

#include <corogql/error.hpp>

#include <string>
#include <string_view>

namespace corogql::cli {

int exit_status(error_kind kind) noexcept;

/// Writes the last line of stderr: text, or one JSON object. Returns the exit status.
int report(const error& failure, const report_options& how);

/// One line for stderr, in one write. Text from servers may not add lines or move the cursor.
void tell(std::string_view line);

} // namespace corogql::cli
