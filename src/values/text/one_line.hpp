/// Text of others, for a line that people read.
#pragma once

#include <string>
#include <string_view>

namespace corogql::detail {

/// Without control characters, and UTF-8 whatever it was: what else there is stands as \xNN.
std::string one_line(std::string_view text);

} // namespace corogql::detail
