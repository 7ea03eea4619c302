/// JSON pointers (RFC 6901) lead into text here, which is not parsed to values: numbers keep their own text.
#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Returns whether `pointer` is a pointer at all: empty, or slash-separated segments with ~0 and ~1 for ~ and /.
bool is_json_pointer(std::string_view pointer) noexcept;

/// Takes the first segment off a pointer that is not empty, and returns it with its escapes undone.
std::string take_segment(std::string_view& pointer);

/// Returns the index that a segment is; nothing for a segment that is none.
std::optional<std::size_t> to_index(std::string_view segment) noexcept;

/// Returns the text of the value that `pointer` names in `text`, which must be valid JSON; nothing when there is none.
/// The text is passed once, however deep the value lies.
std::optional<std::string_view> find_pointer(std::string_view text, std::string_view pointer);

/// Makes a value of text that find_pointer() found. Throws kind `decode` for text that json::value cannot hold (lone
/// surrogates).
json::value read_value(std::string_view text, unsigned max_depth);

} // namespace corogql::protocol
