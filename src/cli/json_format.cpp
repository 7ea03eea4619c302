#include "cli/json_format.hpp"

namespace corogql::cli {

namespace {

/// The string that begins at `at`, quotes included.
std::string_view take_string(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (text[end] != '"') end += text[end] == '\\' ? 2u : 1u;
    return text.substr(at, end + 1 - at);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

} // namespace

std::string format_json(std::string_view text, bool pretty) {
    std::string out;
    out.reserve(text.size());
    std::size_t depth = 0;
    const auto new_line = [&] {
        if (pretty) out.append(1, '\n').append(2 * depth, ' ');
    };
    bool opened = false; // an object or list whose first item, or end, comes next
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_blank(c)) continue;
        const bool closes = c == '}' || c == ']';
        if (closes) --depth;
        if (opened != closes) // `{}` stays together
            if (opened || closes) new_line();
        opened = false;
        if (c == '"') {
            const auto string = take_string(text, i);
            out += string;
            i += string.size() - 1;
            continue;
        }
        out += c;
        if (c == '{' || c == '[') {
            ++depth;
            opened = true;
        } else if (c == ',') {
            new_line();
        } else if (c == ':' && pretty) {
            out += ' ';
        }
    }
    return out;
}

} // namespace corogql::cli
