/// MAPI writes times as strings, which are read and written here.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace corogql::mapi {

/// A datetime is a point in time, UTC, in microseconds.
using datetime = std::chrono::sys_time<std::chrono::microseconds>;

/// Returns the time of the system's clock.
datetime current_time();

/// Reads ISO 8601 as JavaScript and Postgres write it: "2024-01-31T23:59:59.123Z", "2024-01-31 23:59:59.1+05:30",
/// "…+00". There may be any number of digits of a second's fraction, of which six count; a text without a zone is UTC.
/// Throws `std::invalid_argument`, which names the text, for anything else, dates that no calendar has included.
datetime parse_datetime(std::string_view text);

/// Writes "2024-01-31T23:59:59.123Z": milliseconds always, so that texts sort like times; microseconds where there are
/// any.
std::string to_string(datetime time);

} // namespace corogql::mapi
