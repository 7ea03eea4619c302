/// The limit that has passed is named in the error that says so.
#pragma once

#include "values/errors/detailed_error.hpp"
#include "values/text/limit_words.hpp"

namespace corogql::detail {

inline void name_limit(error& failure, std::string_view option, std::chrono::nanoseconds length) {
    failure = detailed_error(failure).message(failure.what() + limit_words(option, length));
}

} // namespace corogql::detail
