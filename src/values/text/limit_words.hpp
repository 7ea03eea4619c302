/// The message of a timeout says of the limit that has passed which option it is, and how long.
#pragma once

#include "values/text/duration_text.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace corogql::detail {

/// Returns a limit's option and length in parentheses, behind a space: " (connect_timeout, 10 s)".
inline std::string limit_words(std::string_view option, std::chrono::nanoseconds length) {
    return " (" + std::string(option) + ", " + duration_text(length) + ")";
}

} // namespace corogql::detail
