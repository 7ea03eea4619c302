// How near names must be, and in which order they come, is the reference implementation's.
#include "language/validation/suggestions.hpp"

#include <doctest/doctest.h>

using namespace corogql::language::validation;

TEST_CASE("Suggestions are near, the nearest first") {
    CHECK(suggestions_for("abc", {"abcdefghijk", "acb", "ABC", "abd", "xyz"}) ==
          std::vector<std::string_view>{"ABC", "abd", "acb"});
    CHECK(suggestions_for("", {"a", "ab"}) == std::vector<std::string_view>{"a"});
    CHECK(suggestions_for("name", {"name10", "name2", "name1"}) ==
          std::vector<std::string_view>{"name1", "name2", "name10"});
}

TEST_CASE("Names are compared with the numbers in them") {
    CHECK(natural_less("a2", "a10"));
    CHECK(!natural_less("a10", "a2"));
    CHECK(natural_less("a", "a1"));
    CHECK(natural_less("A", "a"));
    CHECK(!natural_less("a1", "a1"));
}

TEST_CASE("Suggestions are told five at most") {
    CHECK(did_you_mean({}) == "");
    CHECK(did_you_mean({"a"}) == R"( Did you mean "a"?)");
    CHECK(did_you_mean({"a", "b"}) == R"( Did you mean "a" or "b"?)");
    CHECK(did_you_mean({"a", "b", "c"}, "the enum value ") == R"( Did you mean the enum value "a", "b", or "c"?)");
    CHECK(did_you_mean({"a", "b", "c", "d", "e", "f"}) == R"( Did you mean "a", "b", "c", "d", or "e"?)");
}
