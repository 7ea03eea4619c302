/// JSON text out of strings and values (RFC 8259), added to what is there.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {
class number_texts;
}

namespace corogql::protocol {

namespace json = boost::json;

/// In quotes, with escapes where they must be. False: it is not UTF-8, and `out` is of no use.
bool append_json_string(std::string& out, std::string_view text);

/// False: a number in it is NaN or an infinity, or a text is not UTF-8, which JSON cannot hold, and `out` is of no use.
/// `numbers`, unless null, has the digits of some.
[[nodiscard]] bool append_json(std::string& out, const json::object& value,
                               const detail::number_texts* numbers = nullptr);

} // namespace corogql::protocol
