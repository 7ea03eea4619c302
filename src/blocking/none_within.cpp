#include <corogql/detail/none_within.hpp>

#include "values/text/duration_text.hpp"

#include <corogql/error.hpp>

#include <string>

namespace corogql::detail {

void throw_none_within(std::chrono::nanoseconds limit, std::string_view what) {
    throw error(error_kind::timeout, "no " + std::string(what) + " came within " + duration_text(limit) +
                                         ", the limit that next() was given; it may still come, and nothing is lost")
        .phase(error_phase::stream);
}

} // namespace corogql::detail
