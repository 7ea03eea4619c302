/// Text is trimmed as Python's strip() does it, of ASCII.
#pragma once

#include <string>
#include <string_view>

namespace corogql::mapi::detail {

inline std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == text.npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

} // namespace corogql::mapi::detail
