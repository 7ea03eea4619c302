#include "values/text/one_line.hpp"

#include <doctest/doctest.h>

using corogql::detail::one_line;

TEST_CASE("one line: control characters and what is no UTF-8 are shown, everything else stays") {
    CHECK(one_line("plain, größer, ☃ and \xF0\x9F\x98\x80") == "plain, größer, ☃ and \xF0\x9F\x98\x80");
    CHECK(one_line("a\tb\nc\x1b[31m\x7f") == "a\\x09b\\x0ac\\x1b[31m\\x7f");
    CHECK(one_line("next \xC2\x85 line") == "next \\xc2\\x85 line"); // a control character of C1
    CHECK(one_line("\xC2\xA0\xC3\x85") == "\xC2\xA0\xC3\x85");       // which these are not
    CHECK(one_line("cut \xE2\x98") == "cut \\xe2\\x98");
    CHECK(one_line("") == "");
}
