#include "cli/output/json_format.hpp"

#include "cli/output/visible_text.hpp"

namespace corogql::cli {

namespace {

constexpr std::string_view key_colour = "\x1b[34m", string_colour = "\x1b[32m", scalar_colour = "\x1b[33m",
                           no_colour = "\x1b[0m";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Returns the string that begins at `at`, quotes included.
std::string_view take_string(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (text[end] != '"') end += text[end] == '\\' ? 2u : 1u;
    return text.substr(at, end + 1 - at);
}

/// Returns the number, true, false or null that begins at `at`.
std::string_view take_scalar(std::string_view text, std::size_t at) {
    return text.substr(at, text.find_first_of(",]} \t\r\n", at) - at);
}

bool is_key(std::string_view text, std::size_t behind) {
    while (behind < text.size() && is_blank(text[behind])) ++behind;
    return behind < text.size() && text[behind] == ':';
}

void append_without_controls(std::string& out, std::string_view string) {
    while (!string.empty()) {
        const auto size = late_control(string);
        if (size == 0)
            out += string.front();
        else
            out += escaped_control(string.substr(0, size));
        string.remove_prefix(size == 0 ? 1 : size);
    }
}

} // namespace

std::string format_json(std::string_view text, json_look look) {
    std::string out;
    out.reserve(text.size());
    std::size_t depth = 0;
    const auto new_line = [&] {
        if (look.pretty) out.append(1, '\n').append(2 * depth, ' ');
    };
    const auto append = [&](std::string_view word, std::string_view colour) {
        if (look.colours) out += colour;
        if (look.terminal)
            append_without_controls(out, word);
        else
            out += word;
        if (look.colours) out += no_colour;
    };
    bool opened = false; // an object or list whose first item, or end, comes next
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_blank(c)) continue;
        const bool closes = c == '}' || c == ']';
        if (closes) --depth;
        if (opened != closes) // `{}` stays together
            if (opened || closes) new_line();
        opened = c == '{' || c == '[';
        if (c == '"') {
            const auto string = take_string(text, i);
            append(string, is_key(text, i + string.size()) ? key_colour : string_colour);
            i += string.size() - 1;
        } else if (opened || closes || c == ',' || c == ':') {
            out += c;
            if (opened) ++depth;
            if (c == ',') new_line();
            if (c == ':' && look.pretty) out += ' ';
        } else {
            const auto scalar = take_scalar(text, i);
            append(scalar, scalar_colour);
            i += scalar.size() - 1;
        }
    }
    return out;
}

} // namespace corogql::cli
