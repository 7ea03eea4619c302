#include "codegen/emit/code.hpp"

#include <cstddef>

namespace corogql::codegen {

namespace {

constexpr std::size_t columns = 110;

/// Appends a character as a C++ string literal has it. Digits could go on with an escape in octal, so it has all three.
void append_escaped(std::string& to, char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        to += '\\', to += c;
    } else if (c == '\n') {
        to += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
        to += '\\';
        for (int shift = 6; shift >= 0; shift -= 3) to += static_cast<char>('0' + (byte >> shift & 7));
    } else {
        to += c;
    }
}

} // namespace

void code::line(std::string_view text) {
    if (!text.empty()) text_.append(depth_ * 4, ' ').append(text);
    text_ += '\n';
}

void code::comment(std::string_view text) {
    while (!text.empty()) {
        auto end = text.find('\n');
        auto one = text.substr(0, end);
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
        while (!one.empty() && (one.back() == ' ' || one.back() == '\r' || one.back() == '\t')) one.remove_suffix(1);
        while (one.size() > columns && one.substr(0, columns).rfind(' ') != one.npos) {
            const auto space = one.substr(0, columns).rfind(' ');
            if (space == 0) break;
            line("/// " + std::string(one.substr(0, space)));
            one.remove_prefix(space + 1);
        }
        // A backslash at the end would join the next line to the comment.
        const bool joins = one.ends_with('\\');
        line(one.empty() ? "///" : "/// " + std::string(one) + (joins ? "." : ""));
    }
}

std::string literal(std::string_view text, std::string_view indentation) {
    std::string result = "\"";
    std::size_t begin = 0;
    for (const char c : text) {
        // Not within a character of several bytes.
        if (result.size() - begin >= columns && (static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            result.append("\"\n").append(indentation);
            begin = result.size();
            result += '"';
        }
        append_escaped(result, c);
    }
    return result + '"';
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string result;
    for (const auto& each : texts) {
        if (&each != &texts.front()) result += between;
        result += each;
    }
    return result;
}

} // namespace corogql::codegen
