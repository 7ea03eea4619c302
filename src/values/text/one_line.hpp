/// The text of others is made fit for a line that people read.
#pragma once

#include <string>
#include <string_view>

namespace corogql::detail {

/// Returns a text without control characters, and as UTF-8 whatever it was: what else there is stands as \xNN.
std::string one_line(std::string_view text);

} // namespace corogql::detail
