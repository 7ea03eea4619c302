/// What next(limit) throws that waited in vain.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <string_view>

namespace corogql::detail {

/// Kind timeout, in the phase of streams. `what`: "event".
[[noreturn]] void throw_none_within(std::chrono::nanoseconds limit, std::string_view what);

} // namespace corogql::detail
