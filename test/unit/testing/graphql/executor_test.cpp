#include "testing/graphql/executor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql::testing;

namespace {

graphql_executor library() {
    served_schema api(R"(
        scalar JSON
        enum Colour { RED GREEN }
        input Filter { name: String! limit: Int = 10 tags: [String!] }
        type Book { title: String! author: Author colour: Colour }
        type Author { name: String! books: [Book!] }
        type Query {
          books(filter: Filter): [Book]
          strict: [Book!]!
          echo(value: JSON, colour: Colour, number: Int!): JSON
          broken: String
          odd: Book
        }
        type Mutation { add(title: String!): Book! }
        type Subscription { ticks(n: Int!): Int! }
    )");
    api.resolve("Query.books", [](const json::object&, const json::object&) {
        return json::parse(
            R"([{"title": "A", "author": {"name": "X", "books": [{"title": "A"}, {"title": null}]}},
                               {"title": null}, {"title": "C", "colour": "RED"}])");
    });
    api.resolve("Query.strict",
                [](const json::object&, const json::object&) { return json::parse(R"([{"title": null}])"); });
    api.resolve("Query.echo",
                [](const json::object&, const json::object& arguments) -> json::value { return arguments; });
    api.resolve("Query.broken",
                [](const json::object&, const json::object&) -> json::value { throw field_error(403, "Not for you"); });
    api.resolve("Query.odd", [](const json::object&, const json::object&) -> json::value { return 7; });
    api.resolve("Mutation.add", [](const json::object&, const json::object& arguments) -> json::value {
        if (arguments.at("title") == "") throw field_error(400, "Empty");
        return json::object{{"title", arguments.at("title")}};
    });
    return graphql_executor(api);
}

std::string executed(const std::string& query, const char* variables = "{}", const std::string& name = {}) {
    static const auto api = library();
    graphql_request request;
    request.query = query;
    request.variables = json::parse(variables).as_object();
    request.operation_name = name;
    try {
        return json::serialize(api.execute(api.prepare(request)));
    } catch (const request_error& problem) {
        std::string all;
        for (const auto& error : problem.errors()) all += error.message + '\n';
        return all;
    }
}

} // namespace

TEST_CASE("graphql_executor: aliases, typename, fragments and merged selections") {
    CHECK(executed("{ b: books { t: title } books { __typename } }").find("errors") != std::string::npos);
    CHECK(executed("{ add: echo(number: 1) kind: __typename }") == R"({"data":{"add":{"number":1},"kind":"Query"}})");
    CHECK(executed("mutation { add(title: \"T\") { ...B __typename } add(title: \"T\") { ... on Book { t: title } "
                   "} }"
                   " fragment B on Book { title }") == R"({"data":{"add":{"title":"T","__typename":"Book","t":"T"}}})");
}

TEST_CASE("graphql_executor: nulls rise to the nearest nullable place, with their path") {
    CHECK(executed("{ books { title } }") ==
          R"({"errors":[{"message":"Cannot return null for non-nullable field Book.title.","locations":[{"line":1,)"
          R"("column":11}],"path":["books",1,"title"]}],)"
          R"("data":{"books":[{"title":"A"},null,{"title":"C"}]}})");
    const auto nested = executed("{ books { author { name books { title } } } }");
    CHECK(nested.find(R"("path":["books",0,"author","books",1,"title"])") != std::string::npos);
    CHECK(nested.find(R"({"author":{"name":"X","books":null}})") != std::string::npos);
    CHECK(executed("{ strict { title } }").find(R"("data":null)") != std::string::npos);
}

TEST_CASE("graphql_executor: a failing field leaves the others") {
    const auto answer = executed("{ broken odd { title } ok: echo(number: 2) }");
    CHECK(answer.find(R"("message":"Not for you","locations":[{"line":1,"column":3}],"path":["broken"],)"
                      R"("extensions":{"code":403})") != std::string::npos);
    CHECK(answer.find(R"("data":{"broken":null,"odd":null,"ok":{"number":2}})") != std::string::npos);
    CHECK(executed("mutation { add(title: \"\") { title } }").find(R"("data":null)") != std::string::npos);
}

TEST_CASE("graphql_executor: skip and include") {
    CHECK(executed("query($no: Boolean!) { a: echo(number: 1) @include(if: $no) b: echo(number: 2) @skip(if: $no) }",
                   R"({"no": false})") == R"({"data":{"b":{"number":2}}})");
}

TEST_CASE("graphql_executor: arguments and variables are coerced") {
    CHECK(executed("query($v: JSON, $c: Colour, $n: Int! = 3) { echo(value: $v, colour: $c, number: $n) }",
                   R"({"v": {"deep": [1]}, "c": "GREEN"})") ==
          R"({"data":{"echo":{"value":{"deep":[1]},"colour":"GREEN","number":3}}})");
    CHECK(executed("query($v: JSON) { echo(value: {a: [$v, x]}, number: 5) }", R"({"v": null})") ==
          R"({"data":{"echo":{"value":{"a":[null,"x"]},"number":5}}})");
}

TEST_CASE("graphql_executor: what does not validate is refused") {
    CHECK(executed("{ nope }") == "Cannot query field \"nope\" on type \"Query\".\n");
    CHECK(executed("{ books }") == "Field \"books\" of type \"[Book]\" must have a selection of subfields. "
                                   "Did you mean \"books { ... }\"?\n");
    CHECK(executed("{ broken { x } }") ==
          "Field \"broken\" must not have a selection since type \"String\" has no subfields.\n");
    CHECK(executed("{ echo(number: 1, x: 2) }") == "Unknown argument \"x\" on field \"Query.echo\".\n");
    CHECK(executed("{ echo }") ==
          "Field \"echo\" argument \"number\" of type \"Int!\" is required, but it was not provided.\n");
    CHECK(executed("{ echo(number: \"a\") }") == "Int cannot represent non-integer value: \"a\"\n");
    CHECK(executed("{ echo(number: 3000000000) }") ==
          "Int cannot represent non 32-bit signed integer value: 3000000000\n");
    CHECK(executed("{ echo(number: 1, colour: BLUE) }") == "Value \"BLUE\" does not exist in \"Colour\" enum.\n");
    CHECK(executed("{ ...F }") == "Unknown fragment \"F\".\n");
    CHECK(executed("{ ...F } fragment F on Query { broken ...F }") == "Cannot spread fragment \"F\" within itself.\n");
    CHECK(executed("{ ... on Book { title } }") ==
          "Fragment cannot be spread here as objects of type \"Query\" can never be of type \"Book\".\n");
    CHECK(executed("{ echo(number: $n) }") == "Variable \"$n\" is not defined.\n");
    CHECK(executed("query Q($n: Int) { echo(number: $n) }") ==
          "Variable \"$n\" of type \"Int\" used in position expecting type \"Int!\".\n");
    CHECK(executed("query Q($n: Int) { broken }") == "Variable \"$n\" is never used in operation \"Q\".\n");
    CHECK(executed("query Q($n: Nope) { echo(value: $n, number: 1) }").starts_with("Unknown type \"Nope\".\n"));
    CHECK(executed("{ broken @deprecated }") == "Directive \"@deprecated\" may not be used on FIELD.\n");
    CHECK(executed("subscription { a: ticks(n: 1) b: ticks(n: 2) }") ==
          "Anonymous Subscription must select only one top level field.\n");
}

TEST_CASE("graphql_executor: variables that are missing or wrong") {
    const std::string query = "query($f: Filter!, $n: Int!) { books(filter: $f) { colour } echo(number: $n) }";
    CHECK(executed(query) == "Variable \"$f\" of required type \"Filter!\" was not provided.\n"
                             "Variable \"$n\" of required type \"Int!\" was not provided.\n");
    CHECK(
        executed(query, R"({"f": {"nome": 1}, "n": null})") ==
        "Variable \"$f\" got invalid value { nome: 1 }; Field \"name\" of required type \"String!\" was not provided.\n"
        "Variable \"$f\" got invalid value { nome: 1 }; Field \"nome\" is not defined by type \"Filter\". Did you mean "
        "\"name\"?\n"
        "Variable \"$n\" of non-null type \"Int!\" must not be null.\n");
    CHECK(executed(query, R"({"f": {"limit": 1}, "n": 1})") ==
          "Variable \"$f\" got invalid value { limit: 1 }; "
          "Field \"name\" of required type \"String!\" was not provided.\n");
}

TEST_CASE("graphql_executor: the operation is chosen by name") {
    const std::string two = "query A { broken } query B { echo(number: 1) }";
    CHECK(executed(two, "{}", "B") == R"({"data":{"echo":{"number":1}}})");
    CHECK(executed(two) == "Must provide operation name if query contains multiple operations.\n");
    CHECK(executed(two, "{}", "C") == "Unknown operation named \"C\".\n");
}

namespace {

std::string answer_of(const graphql_executor& api, const std::string& query, const char* variables = "{}") {
    graphql_request request;
    request.query = query;
    request.variables = json::parse(variables).as_object();
    try {
        return json::serialize(api.execute(api.prepare(request)));
    } catch (const request_error& problem) {
        return json::serialize(to_result(problem.errors()));
    }
}

} // namespace

TEST_CASE("graphql_executor: default values that hold themselves, or grow without bound") {
    const graphql_executor circular(
        served_schema("type Query { f(a: A): Int } input A { b: B = {} } input B { a: A = {} }"));
    CHECK(answer_of(circular, "{ f(a: {}) }").find("The default value of \\\"b\\\" holds itself.") !=
          std::string::npos);
    CHECK(answer_of(circular, "query($a: A) { f(a: $a) }", R"({"a": {}})")
              .find("Variable \\\"$a\\\" cannot be completed: The default value of \\\"b\\\" holds itself.") !=
          std::string::npos);
    std::string doubling = "type Query { f(a: A0 = {}): Int } ";
    for (int i = 0; i < 40; ++i) {
        const auto next = "A" + std::to_string(i + 1) + " = {} ";
        doubling += "input A" + std::to_string(i) + " { a: " + next + "b: " + next + "} ";
    }
    const graphql_executor large(served_schema(doubling + "input A40 { c: Int = 1 }"));
    CHECK(answer_of(large, "{ f }").find("grows too large.") != std::string::npos);
}

TEST_CASE("graphql_executor: numbers that JSON has not") {
    served_schema api("scalar JSON type Query { echo(value: JSON): JSON float(value: Float): Float text: Float }");
    const auto echo = [](const json::object&, const json::object& arguments) -> json::value {
        return arguments.at("value");
    };
    api.resolve("Query.echo", echo).resolve("Query.float", echo).value("Query.text", "inf");
    const graphql_executor odd(std::move(api));
    CHECK(answer_of(odd, "{ echo(value: [1e400, {a: -1e400}]) }") == R"({"data":{"echo":[null,{"a":null}]}})");
    CHECK(answer_of(odd, "query($v: JSON) { echo(value: $v) }", R"({"v": 1e400})") == R"({"data":{"echo":null}})");
    CHECK(answer_of(odd, "{ float(value: 1e400) }").find("\"errors\"") != std::string::npos);
    CHECK(answer_of(odd, "{ text }").find("Float cannot represent non numeric value: \\\"inf\\\"") !=
          std::string::npos);
}
