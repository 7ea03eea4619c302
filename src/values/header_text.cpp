#include "values/header_text.hpp"

#include <array>
#include <cstddef>

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

/// No early end: nearly every text fits, and so the loop has no branch.
bool fits(std::string_view text, misfit kind) noexcept {
    unsigned found = 0;
    for (const char c : text) found |= misfits[static_cast<unsigned char>(c)];
    return (found & kind) == 0;
}

} // namespace

bool is_token(std::string_view text) noexcept { return !text.empty() && fits(text, no_token); }

bool is_field_value(std::string_view text) noexcept { return fits(text, no_value); }

} // namespace corogql::detail
