#include "values/header_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace corogql::detail;

TEST_CASE("header text: a value ends at the first control character but the tab, wherever that stands") {
    for (int c = 0; c < 256; ++c) {
        const bool control = (c < 0x20 && c != '\t') || c == 0x7f;
        for (std::size_t size = 1; size < 40; ++size) {
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, 'x');
                text[size / 2] = '\t';
                text[at] = static_cast<char>(c);
                const auto found = field_value_size(text);
                if (found != (control ? at : size)) {
                    CAPTURE(c);
                    CAPTURE(size);
                    CAPTURE(at);
                    CHECK(found == (control ? at : size));
                }
            }
        }
    }
    CHECK(is_field_value(""));
    CHECK(field_value_size(std::string(20, 'x') + "\r\n") == 20);
}

TEST_CASE("header text: a token ends at the first character that fits none, wherever that stands") {
    CHECK(token_size("Content-Type: x") == 12);
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    for (int c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool fits =
            letter || (c >= '0' && c <= '9') || (c != 0 && marks.find(static_cast<char>(c)) != marks.npos);
        for (std::size_t size = 1; size < 40; ++size) {
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, 'X');
                text[at] = static_cast<char>(c);
                const auto found = token_size(text);
                if (found != (fits ? size : at)) {
                    CAPTURE(c);
                    CAPTURE(size);
                    CAPTURE(at);
                    CHECK(found == (fits ? size : at));
                }
            }
        }
    }
    CHECK(is_token(marks));
    CHECK_FALSE(is_token(""));
    CHECK_FALSE(is_token("a b"));
}
