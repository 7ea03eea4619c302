#include "values/text/header_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace corogql::detail;

namespace {

/// Every byte at every place of texts of the first of `fine`, with the second in the middle: `size_of` ends there,
/// unless the byte `fits`.
template <class SizeOf, class Fits>
void check_ends(SizeOf size_of, Fits fits, const char* fine) {
    for (int c = 0; c < 256; ++c) {
        for (std::size_t size = 1; size < 40; ++size) {
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, fine[0]);
                text[size / 2] = fine[1];
                text[at] = static_cast<char>(c);
                const auto wanted = fits(c) ? size : at;
                const auto found = size_of(text);
                if (found != wanted) {
                    CAPTURE(c);
                    CAPTURE(size);
                    CAPTURE(at);
                    CHECK(found == wanted);
                }
            }
        }
    }
}

} // namespace

TEST_CASE("header text: a value ends at the first control character but the tab, wherever that stands") {
    const auto fits = [](int c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; };
    check_ends(field_value_size, fits, "x\t");
    CHECK(is_field_value(""));
    CHECK(field_value_size(std::string(20, 'x') + "\r\n") == 20);
}

TEST_CASE("header text: a token ends at the first character that fits none, wherever that stands") {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    const auto fits = [&](int c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || (c != 0 && marks.find(static_cast<char>(c)) != marks.npos);
    };
    check_ends(token_size, fits, "X-");
    CHECK(token_size("Content-Type: x") == 12);
    CHECK(is_token(marks));
    CHECK_FALSE(is_token(""));
    CHECK_FALSE(is_token("a b"));
}
