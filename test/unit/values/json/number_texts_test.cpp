#include "values/json/number_texts.hpp"

#include "../../../support/caught.hpp"
#include "protocol/graphql/operation.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace corogql;
using corogql::test::caught;
using protocol::to_payload;

namespace {

std::string sent_variables(const request& operation) {
    const auto payload = to_payload(operation);
    const std::string before = R"({"query":"{ a }","variables":)";
    REQUIRE(payload.starts_with(before));
    return payload.substr(before.size(), payload.size() - before.size() - 1);
}

} // namespace

TEST_CASE("FH16: variables given as text are sent with the digits they have there, wherever they stand") {
    const std::string text =
        R"({"a":1234e3,"b":[12e-4567,{"c/~d":1234567890123456789012345678901234567890}],"e":-0,"f":1.10,)"
        R"("g":0.1000000000000000055511151231257827,"h":12e4567,"i":9223372036854775808,"j":-0.0,"k":{"0":1E+2},"l":7})";
    CHECK(sent_variables(request("{ a }").variables_json(text)) == text);
    CHECK(sent_variables(request("{ a }").variable_json("v/~", text)) == R"({"v/~":)" + text + "}");
    CHECK(request().variables_json(text).variables().at("a") == 1234e3);
}

TEST_CASE("FH16: one variable given as text leaves the digits of the others alone") {
    CHECK(sent_variables(request("{ a }").variables_json(R"({"a":1e2,"b":1e3})").variable_json("c", "1e4")) ==
          R"({"a":1e2,"b":1e3,"c":1e4})");
    CHECK(sent_variables(
              request("{ a }").variable_json("a", "[1e2]").variable_json("aa", "1e3").variable_json("a", "5")) ==
          R"({"a":5,"aa":1e3})");
}

TEST_CASE("FH16: another value has digits of its own") {
    auto operation = request("{ a }").variables_json(R"({"a":1e2,"b":{"c":1e3}})");
    CHECK(sent_variables(operation.variable("a", 7)) == R"({"a":7,"b":{"c":1e3}})");
    CHECK(sent_variables(operation.variable("b", json::object{{"c", 1.5}})) == R"({"a":7,"b":{"c":1.5}})");
    json::object others;
    others["a"] = 100.0;
    CHECK(sent_variables(operation.variables(std::move(others))) == R"({"a":100.0})");
}

TEST_CASE("FH16: of a member that comes twice the last one counts") {
    CHECK(sent_variables(request("{ a }").variables_json(R"({"a":1e2,"a":2})")) == R"({"a":2})");
    CHECK(sent_variables(request("{ a }").variables_json(R"({"a":2,"a":1e2})")) == R"({"a":1e2})");
}

TEST_CASE("FH16: what is no JSON is refused as variables, and what is no object as all of them") {
    for (const char* const text : {"", "{", "1 2", "\"\\ud800\"", "{\"a\":\"\xff\"}"}) {
        CAPTURE(text);
        CHECK(caught([&] { request().variables_json(text); }).kind() == error_kind::usage);
        CHECK(caught([&] { request().variable_json("a", text); }).kind() == error_kind::usage);
    }
    CHECK(caught([] { request().variables_json("[1]"); }).kind() == error_kind::usage);
}

TEST_CASE("number texts: kept of numbers that say more than their values, and of nothing else") {
    const auto kept = [](std::string_view text) { return detail::number_texts::with(nullptr, "", text) != nullptr; };
    for (const std::string_view text : {R"({"a":1,"b":[-20,999999999999999999]})", R"({"a":"1.50 -0 1e3 \\"})", "[]",
                                        R"({"a\"1.5":true,"b":false,"c":null})", R"({"1.5":"\\"})"}) {
        CAPTURE(text);
        CHECK_FALSE(kept(text));
    }
    for (const std::string_view text : {"[1.50]", "[-0]", "[1e3]", "[1E3]", "[12345678901234567890123]", "-0.0",
                                        R"({"a":"\\","b":2.0})", R"({"a":"\"","b":-0 })"}) {
        CAPTURE(text);
        CHECK(kept(text));
    }
    CHECK_FALSE(kept("[9223372036854775807,18446744073709551615]")); // long, and exact
}
