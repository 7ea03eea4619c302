/// Dates in header fields are read here (RFC 9110, section 5.6.7).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// Reads an IMF-fixdate, or one of the obsolete RFC 850 and asctime forms that recipients must take. The names in a
/// date are English, whatever the process's locale is. Returns nothing for any other text.
std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text);

} // namespace corogql::protocol
