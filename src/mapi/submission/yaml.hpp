/// People write configurations in YAML.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace corogql::mapi::detail {

namespace json = boost::json;

/// Reads a text as YAML 1.1, the way PyYAML's safe loader does it: `yes` is true, 0x10 is 16, 1e3 is a text (a number
/// with an exponent has a point and the exponent's sign), `<<` merges. A date or time stays the text that it is, as
/// JSON has none. An empty document is null. Throws config_error with line and column.
json::value parse_yaml(std::string_view text);

/// Writes a value so that it is the same when it is read again, by PyYAML too.
std::string to_yaml(const json::value& value);

/// Whether a plain scalar of this text would be read as something else than a text.
bool needs_quotes(std::string_view text);

} // namespace corogql::mapi::detail
