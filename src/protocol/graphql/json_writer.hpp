/// JSON text is made of strings and values here (RFC 8259), and added to what is there.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {
class number_texts;
}

namespace corogql::protocol {

namespace json = boost::json;

/// Appends `text` in quotes, with escapes where they must be. Returns false when the text is not UTF-8; `out` is of no
/// use then.
bool append_json_string(std::string& out, std::string_view text);

/// Appends the text of an object. Returns false when a number in it is NaN or an infinity, or a text is not UTF-8,
/// which JSON cannot hold; `out` is of no use then. `numbers`, unless null, has the digits of some of the numbers.
[[nodiscard]] bool append_json(std::string& out, const json::object& value,
                               const detail::number_texts* numbers = nullptr);

} // namespace corogql::protocol
