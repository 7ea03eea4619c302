#include "values/text/one_line.hpp"

#include "values/text/utf8.hpp"

namespace corogql::detail {

namespace {

bool is_c1_control(std::string_view character) {
    return character.size() == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
}

} // namespace

std::string one_line(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string shown;
    const auto escape = [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        (((shown += "\\x") += digits[byte >> 4]) += digits[byte & 15]);
    };
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < 4 && size < text.size() && !is_utf8(text.substr(0, size))) ++size;
        const auto character = text.substr(0, size);
        const bool control = static_cast<unsigned char>(character[0]) < 0x20 || character[0] == '\x7f';
        if (control || !is_utf8(character)) {
            escape(text[0]);
            text.remove_prefix(1);
            continue;
        }
        if (is_c1_control(character))
            for (const char c : character) escape(c);
        else
            shown += character;
        text.remove_prefix(size);
    }
    return shown;
}

} // namespace corogql::detail
