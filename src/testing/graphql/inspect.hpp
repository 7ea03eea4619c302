/// Values stand in messages as the reference implementation shows them.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace corogql::testing {

namespace json = boost::json;

/// Returns a value as `{ name: "x", tags: [1, 2] }`; what lies deeper than two levels is left out, as are the items of
/// a list behind the tenth.
std::string inspect(const json::value& value);

std::string in_quotes(std::string_view text);

} // namespace corogql::testing
