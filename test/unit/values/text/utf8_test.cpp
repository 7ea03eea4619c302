#include "values/text/utf8.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <random>
#include <string>

using corogql::detail::is_utf8;
using corogql::detail::utf8_prefix;

TEST_CASE("utf8: every kind of character, at the edges of its kind") {
    for (const std::string_view text :
         {"", "plain", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
          "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "12345678é12345678😀"}) {
        CAPTURE(text);
        CHECK(is_utf8(text));
    }
    CHECK(is_utf8(std::string_view("\0", 1)));
}

TEST_CASE("utf8: stray, missing, overlong, surrogate and too large") {
    for (const std::string_view bytes :
         {"\x80", "\xbf", "\xc3", "\xc3(", "\xe2\x82", "\xe2\x28\xa1", "\xe2\x82(", "\xf0\x9f\x98", "\xf0\x9f\x98(",
          "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff"}) {
        CAPTURE(bytes);
        CHECK_FALSE(is_utf8(bytes));
        CHECK_FALSE(is_utf8("1234567" + std::string(bytes) + "12345678"));
        CHECK_FALSE(is_utf8("12345678" + std::string(bytes)));
    }
}

TEST_CASE("utf8: a bad byte is found wherever it stands") {
    for (std::size_t size = 1; size < 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string text(size, 'x');
            text[at] = '\xff';
            if (corogql::detail::utf8_size(text) != at) {
                CAPTURE(size);
                CHECK(corogql::detail::utf8_size(text) == at);
            }
        }
    }
}

TEST_CASE("utf8: agrees with Boost.JSON on 50,000 random strings") {
    static constexpr std::string_view bytes =
        "a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xe2\xed\xef\xf0\xf1\xf4\xf5\xff";
    std::mt19937 random(11);
    unsigned valid = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string text(random() % 20, 'a');
        for (auto left = random() % 6; left > 0; --left) text += bytes[random() % bytes.size()];
        boost::system::error_code failed;
        boost::json::parse('"' + text + '"', failed);
        CAPTURE(text);
        REQUIRE(is_utf8(text) == !failed);
        valid += !failed;
    }
    CHECK(valid > 5'000);
    CHECK(valid < 45'000);
}

TEST_CASE("utf8: a prefix ends with a whole character") {
    CHECK(utf8_prefix("short", 5) == "short");
    CHECK(utf8_prefix("longer", 5) == "longe");
    CHECK(utf8_prefix("aé", 2) == "a");
    CHECK(utf8_prefix("aé", 3) == "aé");
    for (const std::size_t most : {1u, 2u, 3u, 4u}) CHECK(utf8_prefix("a😀", most) == "a");
    CHECK(utf8_prefix("😀", 3).empty());
    CHECK(utf8_prefix("x", 0).empty());
}

TEST_CASE("utf8: a prefix of something else is not eaten up") {
    CHECK(utf8_prefix(std::string(100, '\x80'), 50).size() == 47);
}
