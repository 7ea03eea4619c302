/// JSON text laid out for people or for programs, without touching numbers, strings or the order of members.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

struct json_look {
    bool pretty = false;   ///< two spaces a level; otherwise no white space at all
    bool terminal = false; ///< control characters that JSON allows in strings are escaped
    bool colours = false;
};

/// `text` must be valid JSON.
std::string format_json(std::string_view text, json_look look);

} // namespace corogql::cli
