/// Times are read as people type them.
#pragma once

#include <string>

namespace corogql::cli {

/// Reads a time and returns it as ISO 8601 in UTC. The text is 2024-01-31 or 01-31-2024, either with a clock behind it
/// (12:30, 12:30:23.4, Z or +01:00), or a clock alone, which is today's; without a zone it is in the local one.
/// `option` is what a failure, kind usage, names.
std::string read_time(const std::string& text, const char* option);

} // namespace corogql::cli
