/// What the message of a timeout says of the limit that has passed: its option, and how long it is.
#pragma once

#include "values/detailed_error.hpp"
#include "values/text/duration_text.hpp"

#include <corogql/error.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace corogql::detail {

/// " (connect_timeout, 10 s)"
inline std::string limit_words(std::string_view option, std::chrono::nanoseconds length) {
    return " (" + std::string(option) + ", " + duration_text(length) + ")";
}

inline void name_limit(error& failure, std::string_view option, std::chrono::nanoseconds length) {
    failure = detailed_error(failure).message(failure.what() + limit_words(option, length));
}

} // namespace corogql::detail
