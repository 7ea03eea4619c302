/// JSON text is laid out for people or for programs, without touching numbers, strings or the order of members.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

struct json_look {
    bool pretty = false;   ///< Whether a level is indented by two spaces; otherwise there is no white space at all.
    bool terminal = false; ///< Whether control characters that JSON allows in strings are escaped.
    bool colours = false;
};

/// Lays out `text`, which must be valid JSON.
std::string format_json(std::string_view text, json_look look);

} // namespace corogql::cli
