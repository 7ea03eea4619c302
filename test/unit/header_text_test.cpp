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

TEST_CASE("header text: a token ends at the first character that fits none") {
    CHECK(token_size("Content-Type: x") == 12);
    CHECK(token_size("!#$%&'*+-.^_`|~09azAZ") == 21);
    for (const char c : std::string_view("\"(),/:;<=>?@[\\]{} \t\r\n\0\x7f\x80\xff", 25)) {
        CHECK(token_size(std::string("a") + c) == 1);
        CHECK_FALSE(is_token(std::string("a") + c));
    }
    CHECK_FALSE(is_token(""));
}
