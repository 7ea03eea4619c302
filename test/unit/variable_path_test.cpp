#include "protocol/variable_path.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using corogql::protocol::set_variable;
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

TEST_CASE("variable path: what is no object on the way gives place to one") {
    CHECK(with(R"({"a":[1,2]})", "a.b") == R"({"a":{"b":1}})");
    CHECK(with(R"({"a":null})", "a.b") == R"({"a":{"b":1}})");
}
