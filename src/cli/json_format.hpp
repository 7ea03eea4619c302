/// JSON text laid out for people or for programs, without touching numbers, strings or the order of members.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

/// `text` must be valid JSON. Pretty: two spaces a level; otherwise no white space at all.
std::string format_json(std::string_view text, bool pretty);

} // namespace corogql::cli
