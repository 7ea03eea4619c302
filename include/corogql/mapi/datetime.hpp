/// The time strings of MAPI.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace corogql::mapi {

/// UTC, in microseconds.
using datetime = std::chrono::sys_time<std::chrono::microseconds>;

/// By the system's clock.
datetime current_time();

/// ISO 8601 as JavaScript and Postgres write it: "2024-01-31T23:59:59.123Z", "2024-01-31 23:59:59.1+05:30", "…+00".
/// Any number of digits of a second's fraction, of which six count; a text without a zone is UTC. Throws
/// std::invalid_argument, which names the text, for anything else, dates that no calendar has included.
datetime parse_datetime(std::string_view text);

/// "2024-01-31T23:59:59.123Z": milliseconds always, so that texts sort like times; microseconds where there are any.
std::string to_string(datetime time);

} // namespace corogql::mapi
