#include "protocol/http/query_string.hpp"

#include <algorithm>

namespace corogql::protocol {

namespace {

/// Returns whether a character stands for itself: as in JavaScript's encodeURIComponent, so that corogql's URLs are
/// those that caches know.
bool is_plain_in_query(char c) noexcept {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
}

} // namespace

std::size_t percent_encoded_size(std::string_view text) noexcept {
    const auto plain = std::count_if(text.begin(), text.end(), is_plain_in_query);
    return 3 * text.size() - 2 * static_cast<std::size_t>(plain);
}

void append_percent_encoded(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (is_plain_in_query(c)) {
            out += c;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
}

void append_parameter(std::string& target, std::string_view name, std::string_view value) {
    if (target.find('?') == std::string::npos)
        target += '?';
    else if (target.back() != '?' && target.back() != '&')
        target += '&';
    append_percent_encoded(target, name);
    target += '=';
    append_percent_encoded(target, value);
}

} // namespace corogql::protocol
