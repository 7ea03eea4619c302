#include "language/introspection/introspection.hpp"
#include "language/introspection/introspection_query.hpp"
#include "language/schema/check.hpp"
#include "language/schema/print.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using corogql::language::from_introspection;
using corogql::language::introspection_query;
using corogql::language::parse;
using corogql::language::print_schema;
using corogql::language::schema;
using corogql::language::to_introspection;

namespace {

constexpr auto introspected_types = R"("""The schema."""
schema {
  query: Root
  mutation: Change
}

directive @tag(
  """Its name."""
  name: String! = "x\"y"
) repeatable on OBJECT | FIELD_DEFINITION

scalar Date @specifiedBy(url: "https://example.org/date")

enum Reason {
  GOOD

  """Not good."""
  BAD @deprecated(reason: "be good")
}

interface Node {
  id: ID!
}

type Root implements Node {
  id: ID!
  all(first: Int = 10, filter: Filter = {reasons: [GOOD]}, old: Int @deprecated): [[Node!]]!
  both: Both @deprecated
}

type Change {
  at: Date
}

union Both = Root | Change

input Filter @oneOf {
  reasons: [Reason!]
}

type Mutation {
  """Not the schema's mutations."""
  a: Int
})";

/// Returns an introspection with one type beside Query.
std::string with_type(const std::string& type) {
    return R"({"data":{"__schema":{"queryType":{"name":"Query"},"directives":[],"types":[)" + type + "]}}}";
}

std::string refused_introspection(const std::string& json) {
    return corogql::test::caught_as<std::runtime_error>([&] { from_introspection(json); }).what();
}

constexpr auto int_type = R"({"kind":"SCALAR","name":"Int"})";

std::string with_field(const std::string& members) {
    return with_type(R"({"kind":"OBJECT","name":"Query","interfaces":[],"fields":[{)" + members + "}]}");
}

} // namespace

TEST_CASE("introspection: there and back") {
    const schema first(parse(introspected_types));
    REQUIRE(print_schema(first) == introspected_types);
    const auto json = to_introspection(first);
    const schema second(from_introspection(json));
    CHECK(print_schema(second) == introspected_types);
    CHECK(check(second).empty());
    CHECK(to_introspection(second) == json);
}

TEST_CASE("introspection: what it holds") {
    const auto json =
        to_introspection(schema(parse("type Query { a(b: [Int!] = 1): String @deprecated(reason: \"\\u0007\") }")));
    const auto holds = [&](std::string_view part) { return json.find(part) != std::string::npos; };
    CHECK(json.starts_with(R"({"__schema":{"description":null,"queryType":{"name":"Query","kind":"OBJECT"},)"
                           R"("mutationType":null,"subscriptionType":null,"types":[{"kind":"OBJECT","name":"Query",)"));
    CHECK(holds(R"("type":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL","name":null,"ofType":)"
                R"({"kind":"SCALAR","name":"Int","ofType":null}}},"defaultValue":"[1]","isDeprecated":false,)"
                R"("deprecationReason":null)"));
    CHECK(holds(R"("isDeprecated":true,"deprecationReason":"\u0007")"));
    CHECK(holds(R"("name":"__DirectiveLocation")"));
    CHECK(holds(R"("name":"oneOf")"));
}

TEST_CASE("introspection: an answer, its data, or the schema") {
    const auto inner = R"({"types":[)" + std::string(int_type) + R"(],"queryType":{"name":"Query"}})";
    for (const auto& json : {inner, R"({"__schema":)" + inner + '}', R"({"data":{"__schema":)" + inner + "}}"})
        CHECK(from_introspection(json).schemas.at(0).roots.at(0).type.text == "Query");
}

TEST_CASE("introspection: answers of older servers") {
    const schema old(from_introspection(R"({"__schema":{"queryType":{"name":"Query"},"types":[
        {"kind":"OBJECT","name":"Query","fields":[{"name":"a","args":[],"type":{"kind":"INTERFACE","name":"I"},
         "isDeprecated":true}]},
        {"kind":"INTERFACE","name":"I","interfaces":null,"possibleTypes":[],"fields":[
         {"name":"b","args":[{"name":"c","type":{"kind":"SCALAR","name":"Int"}}],"type":{"kind":"SCALAR","name":"Int"}}]}],
        "directives":[{"name":"d","args":[],"onOperation":true,"onFragment":false,"onField":true}]}})"));
    CHECK(print_schema(old) == "directive @d on QUERY | MUTATION | SUBSCRIPTION | FIELD\n\n"
                               "type Query {\n  a: I @deprecated\n}\n\ninterface I {\n  b(c: Int): Int\n}");
}

TEST_CASE("introspection: errors name the member") {
    CHECK(refused_introspection("[]") == "introspection: the answer must be an object");
    CHECK(refused_introspection(R"({"data":null})") == "introspection: the answer has no __schema with types in it");
    CHECK(refused_introspection(R"({"data":{"__schema":1}})") == "introspection: data.__schema must be an object");
    CHECK(refused_introspection("{\"data\":{") == "introspection: the answer is not JSON: expected a key at byte 9");
    CHECK(refused_introspection("{\"\xFF\":1}") == "introspection: the answer is not UTF-8, at byte 2");
    const std::string types = "introspection: data.__schema.types[0]";
    CHECK(refused_introspection(with_type(R"({"kind":"SCALAR"})")) == types + ".name is missing");
    CHECK(refused_introspection(with_type(R"({"name":"A"})")) == types + ".kind is missing");
    CHECK(refused_introspection(with_type(R"({"name":"A","kind":"LIST"})")) ==
          types + ".kind must be the kind of a type with a name");
    CHECK(refused_introspection(with_type(R"({"name":"A b","kind":"SCALAR"})")) == types + ".name must be a name");
    CHECK(refused_introspection(with_type(R"({"name":1,"kind":"SCALAR"})")) == types + ".name must be a string");
    CHECK(refused_introspection(with_type(R"({"name":"A","kind":"OBJECT"})")) == types + ".fields is missing");
    CHECK(refused_introspection(with_type(R"({"name":"A","kind":"ENUM","enumValues":null})")) ==
          types + ".enumValues is missing");
    CHECK(refused_introspection(with_type(R"({"name":"A","kind":"SCALAR","description":"\ud800"})")) ==
          types + ".description has half of a surrogate pair, and is no text");
    const auto field = types + ".fields[0]";
    CHECK(refused_introspection(with_field(R"("name":"a","args":[])")) == field + ".type is missing");
    CHECK(refused_introspection(with_field(R"("name":"a","type":{"kind":"SCALAR","name":"Int"})")) ==
          field + ".args is missing");
    CHECK(refused_introspection(with_field(R"("name":"a","args":[],"type":{"kind":"LIST"})")) ==
          field + ".type.ofType is missing: the type nests deeper than was asked for");
    CHECK(refused_introspection(with_field(R"("name":"a","isDeprecated":"no")")) ==
          field + ".isDeprecated must be true or false");
    CHECK(refused_introspection(with_field(R"("name":"a","args":[{"name":"b","defaultValue":"{"}])")) ==
          field + ".args[0].defaultValue is no value of GraphQL: Syntax Error: Expected Name, found <EOF>.");
}

TEST_CASE("introspection: types that nest without end") {
    std::string type = R"({"kind":"SCALAR","name":"Int"})";
    for (int i = 0; i < 70; ++i) type = R"({"kind":"LIST","ofType":)" + type + '}';
    CHECK(refused_introspection(with_field(R"("name":"a","args":[],"type":)" + type))
              .ends_with("nests lists too deeply"));
    CHECK(refused_introspection(std::string(100'000, '[')) == "introspection: the answer must be an object");
    std::string data;
    for (int i = 0; i < 100'000; ++i) data += "{\"data\":";
    CHECK(refused_introspection(data).find("nested too deeply") != std::string::npos);
}

TEST_CASE("introspection: each level of the query asks for less") {
    for (unsigned level = 0; level < corogql::language::introspection_levels; ++level) {
        const auto query = introspection_query(level);
        CAPTURE(query);
        const auto asks = [&](std::string_view name) { return query.find(name) != std::string_view::npos; };
        CHECK(parse(std::string(query)).operations.at(0).name.text == "IntrospectionQuery");
        CHECK(asks("isOneOf") == (level < 1));
        CHECK(asks("specifiedByURL") == (level < 2));
        CHECK(asks("isRepeatable") == (level < 2));
        CHECK(asks("subscriptionType") == (level < 3));
        CHECK(asks("onField") == (level == 3));
    }
}

TEST_CASE("introspection: an answer with errors is no schema") {
    CHECK(refused_introspection(R"({"errors":[{"message":"log in"},{"message":"b"}],"data":null})") ==
          "introspection: the answer carries no schema but an error: log in");
    CHECK(refused_introspection(R"({"errors":[{"code":1}]})") ==
          "introspection: the answer carries no schema but an error: it has no message");
    CHECK(refused_introspection(R"({"data":{"__schema":{"types":[]}},"errors":[{"message":"half"}]})") ==
          "introspection: the answer carries errors, and what is there may be half a schema: half");
}
