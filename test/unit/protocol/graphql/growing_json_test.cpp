#include "protocol/graphql/growing_json.hpp"

#include "values/json/scanner.hpp"

#include <doctest/doctest.h>

using namespace corogql::protocol;

namespace {

std::string text_of(const growing_json& value) {
    std::string text;
    value.append_to(text);
    return text;
}

std::string merged(std::string_view into, std::string_view value) {
    growing_json result(into);
    result.merge(value);
    return text_of(result);
}

} // namespace

TEST_CASE("growing JSON: objects by name, lists by index, the rest is replaced") {
    CHECK(merged(R"({"a":1})", R"({"b":2})") == R"({"a":1,"b":2})");
    CHECK(merged(R"({"a":{"x":1},"b":[{"y":1}]})", R"({"a":{"z":2},"b":[{"w":2},3]})") ==
          R"({"a":{"x":1,"z":2},"b":[{"y":1,"w":2},3]})");
    CHECK(merged(R"({"a":{"x":1}})", R"({"a":null})") == R"({"a":null})");
    CHECK(merged(R"({"a":[1,2,3]})", R"({"a":[4]})") == R"({"a":[4,2,3]})");
    CHECK(merged("{}", "[1]") == "[1]");
    CHECK(merged("1", "{}") == "{}");
    CHECK(merged("{}", "{}") == "{}");
    CHECK(merged("[]", "[]") == "[]");
}

TEST_CASE("growing JSON: what is not touched keeps its text, names are written anew") {
    CHECK(merged(R"({ "a" : 1.10, "b" : [ 18446744073709551616 , 1e400 ] })", R"({"c":"\u00e9\ud800"})") ==
          R"({"a":1.10,"b":[ 18446744073709551616 , 1e400 ],"c":"\u00e9\ud800"})");
    CHECK(merged(R"({"\u0061\"\n":1})", R"({"a\"\u000a":{}})") == R"({"a\"\n":{}})");
    growing_json untouched(R"({ "a" : 1 })");
    CHECK(text_of(untouched) == R"({ "a" : 1 })");
}

TEST_CASE("growing JSON: members and items are found, and merged into where they are") {
    growing_json root(R"({"a":{"list":[{"b":1},2]}})");
    CHECK(root.member("x") == nullptr);
    CHECK(root.item(0) == nullptr);
    auto* const list = root.member("a")->member("list");
    REQUIRE(list);
    CHECK(list->is_list());
    CHECK(list->size() == 2);
    CHECK(list->item(2) == nullptr);
    CHECK(list->member("b") == nullptr);
    CHECK(list->item(1)->member("b") == nullptr);
    list->item(0)->merge(R"({"c":3})");
    list->push_back(R"({"d":4})");
    list->item(2)->merge(R"({"d":5})");
    CHECK(text_of(root) == R"({"a":{"list":[{"b":1,"c":3},2,{"d":5}]}})");
}

TEST_CASE("growing JSON: assigning replaces members whole") {
    growing_json value(R"({"a":{"x":1},"b":1})");
    value.assign(R"({"a":{"y":2},"c":[1]})");
    CHECK(text_of(value) == R"({"a":{"y":2},"b":1,"c":[1]})");
    value.assign("[1]");
    CHECK(text_of(value) == "[1]");
    value.assign("[2,3]");
    CHECK(text_of(value) == "[2,3]");
}

TEST_CASE("growing JSON: of members named twice the last counts, among many as well") {
    CHECK(merged(R"({"a":1,"b":2,"a":3})", "{}") == R"({"a":3,"b":2})");
    std::string many = "{", others = "{", expected = "{";
    for (int i = 0; i < 100; ++i) {
        const auto number = std::to_string(i), other = std::to_string(99 - i);
        many += "\"n" + number + "\":{\"a\":1},";
        others += "\"n" + other + "\":{\"b\":" + other + "},";
        expected += "\"n" + number + "\":{\"a\":1,\"b\":" + number + "},";
    }
    many.back() = others.back() = expected.back() = '}';
    CHECK(merged(many, others) == expected);
    CHECK(merged("{}", others) == others);
}

#ifndef NDEBUG
TEST_CASE("growing JSON: what is deep costs no more than what is flat, in one step or level by level") {
    std::string leaf = "[1", end;
    for (int i = 0; i < 20'000; ++i) leaf += ",[1]";
    leaf += "]";
    std::string whole = leaf, expected = leaf.substr(0, leaf.size() - 1) + ",7]";
    for (int i = 0; i < 500; ++i) {
        whole = "{\"a\":" + whole + '}';
        expected = "{\"a\":" + expected + (i < 499 ? ",\"n\":1}" : "}");
    }
    const auto passes = [&](auto&& work) {
        const auto before = corogql::detail::json_scanner::bytes_passed;
        work();
        return static_cast<double>(corogql::detail::json_scanner::bytes_passed - before) /
               static_cast<double>(whole.size());
    };
    growing_json root(whole);
    CHECK(passes([&] {
              auto* place = &root;
              for (int i = 0; i < 499; ++i) {
                  place = place->member("a");
                  REQUIRE(place);
                  place->merge(R"({"n":1})");
              }
              place->member("a")->push_back("7");
          }) < 4);
    CHECK(text_of(root) == expected);
    growing_json other(whole);
    CHECK(passes([&] { other.merge(whole); }) < 4);
    CHECK(text_of(other) == whole);
}
#endif
