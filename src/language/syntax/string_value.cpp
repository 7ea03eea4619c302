#include "language/syntax/string_value.hpp"

#include "values/text/utf8.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>

namespace corogql::language {

namespace {

/// Returns the value of the four hexadecimal digits at `from`, which the lexer has seen.
unsigned hex4(std::string_view text, std::size_t from) {
    return static_cast<unsigned>(std::stoul(std::string(text.substr(from, 4)), nullptr, 16));
}

/// Appends what an escape sequence stands for, and returns its size.
std::size_t append_escape(std::string& out, std::string_view text) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (text[1] != 'u') {
        out += values[names.find(text[1])];
        return 2;
    }
    if (text[2] == '{') {
        const auto end = text.find('}');
        detail::append_utf8(out, static_cast<unsigned>(std::stoul(std::string(text.substr(3, end - 3)), nullptr, 16)));
        return end + 1;
    }
    const auto first = hex4(text, 2);
    if (first < 0xD800 || first > 0xDFFF) {
        detail::append_utf8(out, first);
        return 6;
    }
    detail::append_utf8(out, 0x10000 + ((first - 0xD800) << 10) + (hex4(text, 8) - 0xDC00));
    return 12;
}

/// The lines of a text; a line may end with CR, LF or both.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0;;) {
        const auto end = text.find_first_of("\r\n", begin);
        lines.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return lines;
        begin = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    }
}

std::string replace_all(std::string_view text, std::string_view what, std::string_view by) {
    std::string result;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(what, begin);
        result += text.substr(begin, end - begin);
        if (end == std::string_view::npos) return result;
        result += by;
        begin = end + what.size();
    }
}

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

} // namespace

std::string block_string_value(std::string_view between_quotes) {
    const auto raw = replace_all(between_quotes, "\\\"\"\"", "\"\"\"");
    const auto lines = lines_of(raw);
    auto common = std::string::npos;
    std::optional<std::size_t> first;
    std::size_t last = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto indent = indentation(lines[i]);
        if (indent == lines[i].size()) continue;
        if (!first) first = i;
        last = i;
        if (i != 0) common = std::min(common, indent);
    }
    std::string value;
    if (!first) return value;
    for (auto i = *first; i <= last; ++i) {
        if (i != *first) value += '\n';
        value += i == 0 ? lines[i] : lines[i].substr(std::min(common, lines[i].size()));
    }
    return value;
}

std::string string_value(const token& string) {
    if (string.kind == token::type::block_string)
        return block_string_value(string.text.substr(3, string.text.size() - 6));
    const auto text = string.text.substr(1, string.text.size() - 2);
    std::string value;
    for (std::size_t at = 0; at < text.size();) {
        const auto next = std::min(text.find('\\', at), text.size());
        value += text.substr(at, next - at);
        at = next;
        if (at < text.size()) at += append_escape(value, text.substr(at));
    }
    return value;
}

std::string print_block_string(std::string_view value, bool minimal) {
    const auto escaped = replace_all(value, "\"\"\"", "\\\"\"\"");
    const auto lines = lines_of(escaped);
    const bool single_line = lines.size() == 1;
    // The first line keeps its indentation only when all other lines have some.
    const bool force_leading_line =
        lines.size() > 1 && std::all_of(lines.begin() + 1, lines.end(), [](std::string_view line) {
            return line.empty() || line.front() == ' ' || line.front() == '\t';
        });
    const bool trailing_quotes = escaped.ends_with("\\\"\"\"");
    const bool trailing_quote = value.ends_with('"') && !trailing_quotes;
    const bool trailing_slash = value.ends_with('\\');
    const bool force_trailing_line = trailing_quote || trailing_slash;
    const bool multiple_lines = !minimal && (!single_line || detail::utf16_size(value) > 70 || force_trailing_line ||
                                             force_leading_line || trailing_quotes);
    std::string text = "\"\"\"";
    const bool skip_leading_line = single_line && !value.empty() && (value.front() == ' ' || value.front() == '\t');
    if ((multiple_lines && !skip_leading_line) || force_leading_line) text += '\n';
    text += escaped;
    if (multiple_lines || force_trailing_line) text += '\n';
    return text + "\"\"\"";
}

bool printable_as_block_string(std::string_view value) noexcept {
    bool empty_line = true, indented = false, all_indented = true, text_seen = false;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            if (empty_line && !text_seen) return false;
            text_seen = empty_line = true;
            indented = false;
        } else if (c == '\t' || c == ' ') {
            indented = indented || empty_line;
        } else if (byte < 0x10) {
            return false;
        } else {
            all_indented = all_indented && indented;
            empty_line = false;
        }
    }
    return value.empty() || (!empty_line && !(all_indented && text_seen));
}

std::string print_string(std::string_view value) {
    std::string text = "\"";
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto c = value[i];
        const auto byte = static_cast<unsigned char>(c);
        // U+0080 to U+009F are two bytes, the first of which is C2.
        const bool c1 = byte == 0xC2 && i + 1 < value.size() && static_cast<unsigned char>(value[i + 1]) < 0xA0;
        constexpr std::string_view short_ones = "\b\t\n\f\r\"\\";
        if (const auto known = short_ones.find(c); known != std::string_view::npos) {
            text += '\\';
            text += "btnfr\"\\"[known];
        } else if (byte < 0x20 || byte == 0x7F || c1) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04X", c1 ? static_cast<unsigned char>(value[++i]) : byte);
            text += escaped;
        } else {
            text += c;
        }
    }
    return text + '"';
}

} // namespace corogql::language
