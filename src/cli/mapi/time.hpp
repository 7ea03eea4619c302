/// Times as people type them.
#pragma once

#include <string>

namespace corogql::cli {

/// 2024-01-31, 01-31-2024, either with a clock behind it (12:30, 12:30:23.4, Z or +01:00), or a clock alone, which is
/// today's; without a zone in the local one. As ISO 8601 in UTC. `option` is what a failure, kind usage, names.
std::string read_time(const std::string& text, const char* option);

} // namespace corogql::cli
