#include "protocol/graphql/variable_path.hpp"

#include "../../../support/caught.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using corogql::protocol::set_variable;
using corogql::test::caught;
namespace json = boost::json;

namespace {

std::string with(std::string_view variables, std::string_view path) {
    auto object = json::parse(json::string_view(variables.data(), variables.size())).as_object();
    set_variable(object, path, 1);
    return json::serialize(object);
}

} // namespace

TEST_CASE("variable path: a plain name is a member") {
    CHECK(with("{}", "a") == R"({"a":1})");
    CHECK(with(R"({"a":{"b":2}})", "a") == R"({"a":1})");
}

TEST_CASE("variable path: dots make objects on the way, or add to them") {
    CHECK(with("{}", "a.b.c") == R"({"a":{"b":{"c":1}}})");
    CHECK(with(R"({"a":{"x":0,"b":{"y":0}},"z":0})", "a.b.c") == R"({"a":{"x":0,"b":{"y":0,"c":1}},"z":0})");
}

TEST_CASE("variable path: a number is an item of a list, which grows by one item at a time") {
    CHECK(with("{}", "a.0") == R"({"a":[1]})");
    CHECK(with(R"({"a":[5]})", "a.1") == R"({"a":[5,1]})");
    CHECK(with(R"({"a":[5,6]})", "a.0") == R"({"a":[1,6]})");
    CHECK(with("{}", "i.list.0.name") == R"({"i":{"list":[{"name":1}]}})");
    CHECK(with(R"({"a":7})", "a.0") == R"({"a":[1]})");
    CHECK(with(R"({"a":{"x":0}})", "a.0") == R"({"a":{"x":0,"0":1}})");
    CHECK(with("{}", "0") == R"({"0":1})");
    const auto beyond = caught([] { with(R"({"a":[5]})", "a.2"); });
    CHECK(beyond.kind() == corogql::error_kind::usage);
    CHECK(std::string(beyond.what()) == "nothing can stand at the variable a.2: its list has only 1 items");
    CHECK(caught([] { with("{}", "a..b"); }).kind() == corogql::error_kind::usage);
}

TEST_CASE("variable path: what is no object on the way gives place to one") {
    CHECK(with(R"({"a":[1,2]})", "a.b") == R"({"a":{"b":1}})");
    CHECK(with(R"({"a":null})", "a.b") == R"({"a":{"b":1}})");
}
