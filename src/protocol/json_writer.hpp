/// JSON text out of strings and values (RFC 8259), added to what is there.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// In quotes, with escapes where they must be.
void append_json_string(std::string& out, std::string_view text);

/// False: a number in it is NaN or an infinity, which JSON cannot hold, and `out` is of no use.
[[nodiscard]] bool append_json(std::string& out, const json::object& value);

} // namespace corogql::protocol
