/// Lines go to stdout and stderr, with the standard library alone.
#pragma once

#include <string_view>

namespace corogql::cli {

/// Writes one line to stderr, in one write. Text from servers may not add lines or move the cursor.
void tell(std::string_view line);

/// Writes to stdout. Returns false when nobody reads any more. Throws plain_failure when it cannot write, as on a full
/// disk.
bool print(std::string_view text);

} // namespace corogql::cli
