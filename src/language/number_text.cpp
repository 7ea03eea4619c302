#include "language/number_text.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace corogql::language {

std::string number_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    if (number == 0) return "0";
    char room[64];
    const auto end = std::to_chars(room, room + sizeof room, std::abs(number), std::chars_format::scientific).ptr;
    const std::string_view text(room, static_cast<std::size_t>(end - room));
    const auto e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2) digits += text.substr(2, e - 2);
    int exponent = 0;
    const auto* behind_sign = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(behind_sign, end, exponent);
    const int point = exponent + 1; // how many digits stand before the point
    const int count = static_cast<int>(digits.size());
    std::string result = number < 0 ? "-" : "";
    if (point > 21 || point <= -6) {
        result += digits[0];
        if (count > 1) result += '.' + digits.substr(1);
        return result + 'e' + (exponent < 0 ? '-' : '+') + std::to_string(std::abs(exponent));
    }
    if (point <= 0) return result + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    const auto before = static_cast<std::size_t>(point);
    if (point >= count) return result + digits + std::string(static_cast<std::size_t>(point - count), '0');
    return result + digits.substr(0, before) + '.' + digits.substr(before);
}

} // namespace corogql::language
