#include <corogql/scalars/base64.hpp>

#include <array>
#include <cstdint>

namespace corogql {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 0xff;

/// Says what each character stands for, in both alphabets.
constexpr std::array<std::uint8_t, 256> values = [] {
    std::array<std::uint8_t, 256> made{};
    made.fill(none);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        made[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    made['-'] = made['+'];
    made['_'] = made['/'];
    return made;
}();

/// Takes away the padding, which must fill up the last four characters where there is any. Returns whether it does.
bool strip_padding(std::string_view& text) noexcept {
    if (!text.ends_with('=')) return text.size() % 4 != 1;
    if (text.size() % 4 != 0) return false;
    text.remove_suffix(1);
    if (text.ends_with('=')) text.remove_suffix(1);
    return !text.ends_with('=');
}

} // namespace

bool scalars::base64::count(std::string_view text, std::size_t& bytes) noexcept {
    const bool fits = strip_padding(text);
    bytes = text.size() * 3 / 4;
    return fits;
}

bool scalars::base64::decode(std::string_view text, unsigned char* to) noexcept {
    strip_padding(text);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const auto value = values[static_cast<unsigned char>(c)];
        if (value == none) return false;
        bits = bits << 6 | value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        *to++ = static_cast<unsigned char>(bits >> held);
    }
    return (bits & ((1u << held) - 1)) == 0; // what is left over says nothing
}

void scalars::base64::append(const unsigned char* bytes, std::size_t size, std::string& json) {
    json += '"';
    for (std::size_t at = 0; at < size; at += 3) {
        const auto left = size - at;
        const std::uint32_t bits = static_cast<std::uint32_t>(bytes[at]) << 16 |
                                   (left > 1 ? static_cast<std::uint32_t>(bytes[at + 1]) << 8 : 0u) |
                                   (left > 2 ? static_cast<std::uint32_t>(bytes[at + 2]) : 0u);
        json += alphabet[bits >> 18];
        json += alphabet[bits >> 12 & 63];
        json += left > 1 ? alphabet[bits >> 6 & 63] : '=';
        json += left > 2 ? alphabet[bits & 63] : '=';
    }
    json += '"';
}

} // namespace corogql
