#include "values/header_text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace corogql::detail {

namespace {

enum misfit : unsigned char { no_token = 1, no_value = 2 };

constexpr auto misfits = [] {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    std::array<unsigned char, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) {
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && (c > 0x7f || marks.find(static_cast<char>(c)) == marks.npos)) table[c] |= no_token;
        if ((c < 0x20 && c != '\t') || c == 0x7f) table[c] |= no_value;
    }
    return table;
}();

bool fits(std::string_view text, misfit kind) noexcept {
    unsigned found = 0;
    for (const char c : text) found |= misfits[static_cast<unsigned char>(c)];
    return (found & kind) == 0;
}

/// Whether one of eight bytes is below 0x20 or is 0x7f (or, rarely, stands beside such a one).
bool may_hold_control(const char* text) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    std::uint64_t lanes;
    std::memcpy(&lanes, text, sizeof lanes);
    const std::uint64_t deleted = lanes ^ ones * 0x7f;
    return (((lanes - ones * 0x20) & ~lanes) | ((deleted - ones) & ~deleted)) & highs;
}

} // namespace

std::size_t token_size(std::string_view text) noexcept {
    std::size_t size = 0;
    while (size < text.size() && (misfits[static_cast<unsigned char>(text[size])] & no_token) == 0) ++size;
    return size;
}

bool is_token(std::string_view text) noexcept { return !text.empty() && token_size(text) == text.size(); }

bool is_field_value(std::string_view text) noexcept {
    for (; text.size() >= 8; text.remove_prefix(8))
        if (may_hold_control(text.data()) && !fits(text.substr(0, 8), no_value)) return false;
    return fits(text, no_value);
}

} // namespace corogql::detail
