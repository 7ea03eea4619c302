/// JSON pointers (RFC 6901) into text, without parsing it to values: numbers keep their own text.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Whether this is a pointer at all: empty, or slash-separated segments with ~0 and ~1 for ~ and /.
bool is_json_pointer(std::string_view pointer) noexcept;

/// The text of the value that `pointer` names in `text`, which must be valid JSON; nothing when there is
/// none.
std::optional<std::string_view> find_pointer(std::string_view text, std::string_view pointer);

/// What was found. Throws kind `decode` for text that json::value cannot hold (lone surrogates).
json::value read_value(std::string_view text, unsigned max_depth);

} // namespace corogql::protocol
