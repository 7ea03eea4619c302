#include "values/text/utf8.hpp"

#include "values/text/byte_lanes.hpp"

namespace corogql::detail {

namespace {

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

} // namespace

std::size_t first_character(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    const auto second = static_cast<unsigned char>(text[1]);
    const int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return 0;
    for (std::size_t i = 2; i < size; ++i)
        if (!is_continuation(text[i])) return 0;
    return size;
}

std::size_t utf8_size(std::string_view text) noexcept {
    const char* const end = text.data() + text.size();
    const char* at = text.data();
    while (true) {
        at = skip_lanes<ascii_lanes, &wide_lanes::ascii>(at, end);
        const auto size = at == end ? 0 : first_character({at, static_cast<std::size_t>(end - at)});
        if (size == 0) return static_cast<std::size_t>(at - text.data());
        at += size;
    }
}

std::string why_no_utf8(std::string_view text) {
    const auto size = utf8_size(text);
    if (size == text.size()) return {};
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return "is UTF-16, and must be UTF-8";
    return "is not UTF-8, at byte " + std::to_string(size);
}

void append_utf8(std::string& out, unsigned code) {
    const auto add = [&](unsigned byte) { out += static_cast<char>(byte); };
    const auto add_rest = [&](unsigned shift) { add(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) return add(code);
    if (code < 0x800) {
        add(0xc0 | code >> 6);
    } else {
        if (code < 0x10000) {
            add(0xe0 | code >> 12);
        } else {
            add(0xf0 | code >> 18);
            add_rest(12);
        }
        add_rest(6);
    }
    add_rest(0);
}

std::size_t utf16_size(std::string_view text) noexcept {
    std::size_t size = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) size += byte >= 0xF0 ? 2 : 1;
    }
    return size;
}

std::string_view utf8_prefix(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most) return text;
    auto size = most;
    while (size > 0 && most - size < 3 && is_continuation(text[size])) --size;
    return text.substr(0, size);
}

} // namespace corogql::detail
