#include "values/header_list.hpp"
#include "values/text/ascii.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace corogql::detail;

namespace {

std::vector<header_list::field> fields_of(const header_list& list) {
    std::vector<header_list::field> fields;
    for (const auto field : list) fields.push_back(field);
    return fields;
}

} // namespace

TEST_CASE("header_list: keeps fields in order, with the case they came in") {
    header_list list;
    list.add("Content-Type", "text/plain");
    list.add("X-Empty", "");
    list.add("content-type", "second");
    REQUIRE(fields_of(list).size() == 3);
    CHECK(fields_of(list)[0].name == "Content-Type");
    CHECK(fields_of(list)[0].value == "text/plain");
    CHECK(fields_of(list)[1].name == "X-Empty");
    CHECK(fields_of(list)[1].value.empty());
    CHECK(fields_of(list)[2].name == "content-type");
    CHECK(fields_of(list)[2].value == "second");
}

TEST_CASE("header_list: the last value goes on") {
    header_list list;
    list.add("A", "1");
    list.add("B", "");
    list.extend_last("");
    CHECK(fields_of(list)[1].value.empty());
    list.extend_last("x");
    list.extend_last("y z");
    CHECK(fields_of(list)[1].value == "x y z");
    list.add("C", "3");
    CHECK(fields_of(list)[0].value == "1");
    CHECK(fields_of(list)[2].value == "3");
}

TEST_CASE("header_list: finds the first of a name, whatever its case") {
    header_list list;
    list.add("A", "1");
    list.add("SET-Cookie", "x");
    list.add("set-cookie", "y");
    CHECK(list.find("Set-Cookie") == "x");
    CHECK(list.find("set-cooki") == std::nullopt);
    CHECK(list.find("") == std::nullopt);
    list.clear();
    CHECK(list.empty());
    CHECK_FALSE(list.find("A").has_value());
}

TEST_CASE("header_list: tokens in comma-separated lists") {
    header_list list;
    list.add("Connection", "keep-alive,\t Upgrade ,,x");
    list.add("Other", "close");
    list.add("connection", "last");
    CHECK(list.has_token("connection", "upgrade"));
    CHECK(list.has_token("Connection", "KEEP-ALIVE"));
    CHECK(list.has_token("Connection", "last"));
    CHECK_FALSE(list.has_token("Connection", "close"));
    CHECK_FALSE(list.has_token("Connection", "upgrad"));
    CHECK_FALSE(list.has_token("Upgrade", "upgrade"));
}

TEST_CASE("header_list: case is folded for ASCII letters only") {
    CHECK(equals_ignoring_case("aZ-9", "Az-9"));
    CHECK_FALSE(equals_ignoring_case("[", "{"));
    CHECK_FALSE(equals_ignoring_case("\xc4", "\xe4"));
    CHECK_FALSE(equals_ignoring_case("a", "ab"));
}

TEST_CASE("header_list: copies are on their own, and what was moved from can be filled again") {
    header_list list;
    for (int i = 0; i < 100; ++i) list.add("Name-" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'v'));
    const header_list copy = list;
    list.extend_last("more");
    CHECK(fields_of(copy).size() == 100);
    CHECK(copy.find("Name-99") == std::string(99, 'v'));
    CHECK(list.find("Name-99") == std::string(99, 'v') + " more");
    const header_list moved = std::move(list);
    CHECK(moved.find("name-50") == std::string(50, 'v'));
    CHECK(list.empty());
    list.add("A", "1");
    CHECK(fields_of(list).size() == 1);
    list = copy;
    CHECK(fields_of(list).size() == 100);
    auto& same = list;
    list = same;
    CHECK(list.find("Name-3") == "vvv");
}
