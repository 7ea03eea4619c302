#include <corogql/scalars/uuid.hpp>

#include <charconv>

namespace corogql {

namespace {

/// Returns whether a hyphen stands before this byte.
constexpr bool begins_group(std::size_t byte) noexcept { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

} // namespace

bool scalars::uuid::decode(std::string_view text, bytes& to) noexcept {
    const bool hyphens = text.size() == 36;
    if (!hyphens && text.size() != 32) return false;
    const char* at = text.data();
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (hyphens && begins_group(i) && *at++ != '-') return false;
        if (std::from_chars(at, at + 2, to[i], 16).ptr != at + 2) return false;
        at += 2;
    }
    return true;
}

void scalars::uuid::append(const bytes& from, std::string& json) {
    constexpr std::string_view digits = "0123456789abcdef";
    json += '"';
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (begins_group(i)) json += '-';
        json += digits[from[i] >> 4];
        json += digits[from[i] & 15];
    }
    json += '"';
}

} // namespace corogql
