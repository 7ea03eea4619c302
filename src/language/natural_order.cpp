#include "language/natural_order.hpp"

namespace corogql::language {

namespace {

bool digit_at(std::string_view text, std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }

/// Takes a number from a text: a zero alone where it begins with one. It may be larger than any integer.
double take_number(std::string_view text, std::size_t& at) {
    double number = 0;
    do number = number * 10 + (text[at++] - '0');
    while (digit_at(text, at) && number > 0);
    return number;
}

} // namespace

bool naturally_before(std::string_view left, std::string_view right) noexcept {
    std::size_t i = 0, j = 0;
    while (i < left.size() && j < right.size()) {
        if (digit_at(left, i) && digit_at(right, j)) {
            const auto one = take_number(left, i), other = take_number(right, j);
            if (one < other || one > other) return one < other;
        } else {
            if (left[i] != right[j]) return left[i] < right[j];
            ++i, ++j;
        }
    }
    return left.size() < right.size();
}

} // namespace corogql::language
