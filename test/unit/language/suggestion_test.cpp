// How near names must be, and in which order they come, is the reference implementation's.
#include "language/natural_order.hpp"
#include "language/suggestion.hpp"

#include <doctest/doctest.h>

using corogql::language::did_you_mean;
using corogql::language::names_like;
using corogql::language::naturally_before;

TEST_CASE("suggestion: the nearest names, as graphql-js finds them") {
    const std::vector<std::string_view> known{"name",       "names",  "Name",  "nmae",      "id",
                                              "identifier", "status", "state", "createdAt", "created2",
                                              "created10",  "a",      "b",     "ab"};
    constexpr std::pair<const char*, const char*> cases[]{
        {"nam", " Did you mean \"Name\", \"name\", \"a\", \"ab\", or \"names\"?"},
        {"NAME", " Did you mean \"Name\", \"name\", \"names\", or \"nmae\"?"},
        {"naem", " Did you mean \"Name\", \"name\", \"names\", or \"nmae\"?"},
        {"state", " Did you mean \"state\", \"status\", \"Name\", \"name\", or \"nmae\"?"},
        {"stat", " Did you mean \"state\" or \"status\"?"},
        {"statsu", " Did you mean \"status\" or \"state\"?"},
        {"ID", " Did you mean \"id\"?"},
        {"identifer", " Did you mean \"identifier\"?"},
        {"created", " Did you mean \"created2\", \"created10\", or \"createdAt\"?"},
        {"created1", " Did you mean \"created2\", \"created10\", or \"createdAt\"?"},
        {"CREATEDAT", " Did you mean \"createdAt\", \"created2\", or \"created10\"?"},
        {"c", " Did you mean \"a\" or \"b\"?"},
        {"", " Did you mean \"a\" or \"b\"?"},
        {"nothingLikeIt", ""},
    };
    for (const auto& [name, expected] : cases) {
        CAPTURE(name);
        CHECK(did_you_mean(names_like(name, known)) == expected);
    }
}

TEST_CASE("suggestion: very long names have none") {
    const std::string name(100'000, 'a');
    CHECK(names_like(name, {name, "a"}).empty());
}

TEST_CASE("natural order: as graphql-js sorts names") {
    constexpr const char* sorted[]{
        "A1",    "Z",   "_a",  "a", "a00",   "a02",    "a1",     "a2",      "a2a9",
        "a2a10", "a2b", "a10", "b", "field", "field1", "field9", "field12", "z",
    };
    for (std::size_t i = 0; i < std::size(sorted); ++i)
        for (std::size_t j = 0; j < std::size(sorted); ++j) {
            CAPTURE(sorted[i]);
            CAPTURE(sorted[j]);
            CHECK(naturally_before(sorted[i], sorted[j]) == (i < j));
        }
}

TEST_CASE("suggestion: near names, the nearest first") {
    CHECK(names_like("abc", {"abcdefghijk", "acb", "ABC", "abd", "xyz"}) ==
          std::vector<std::string_view>{"ABC", "abd", "acb"});
    CHECK(names_like("", {"a", "ab"}) == std::vector<std::string_view>{"a"});
    CHECK(names_like("name", {"name10", "name2", "name1"}) ==
          std::vector<std::string_view>{"name1", "name2", "name10"});
}

TEST_CASE("suggestion: names are compared with the numbers in them") {
    CHECK(naturally_before("a2", "a10"));
    CHECK(!naturally_before("a10", "a2"));
    CHECK(naturally_before("a", "a1"));
    CHECK(naturally_before("A", "a"));
    CHECK(!naturally_before("a1", "a1"));
}

TEST_CASE("suggestion: names are told five at most") {
    CHECK(did_you_mean({}) == "");
    CHECK(did_you_mean({"a"}) == R"( Did you mean "a"?)");
    CHECK(did_you_mean({"a", "b"}) == R"( Did you mean "a" or "b"?)");
    CHECK(did_you_mean({"a", "b", "c"}, "the enum value ") == R"( Did you mean the enum value "a", "b", or "c"?)");
    CHECK(did_you_mean({"a", "b", "c", "d", "e", "f"}) == R"( Did you mean "a", "b", "c", "d", or "e"?)");
}
