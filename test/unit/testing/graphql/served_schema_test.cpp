#include "testing/graphql/executor.hpp"

#include "../../../support/caught.hpp"

#include <corogql/testing/served_schema.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql::testing;

namespace {

constexpr const char* zoo_text = R"(
    """Anything that lives."""
    interface Animal { name: String! friends: [Animal!] }
    type Dog implements Animal { name: String! friends: [Animal!] barks: Boolean best: Dog }
    type Cat implements Animal { name: String! friends: [Animal!] lives: Int @deprecated(reason: "too many") }
    type Stone { weight: Float }
    union Thing = Dog | Cat | Stone
    enum Size { SMALL LARGE }
    scalar Date @specifiedBy(url: "https://example.com/date")
    input By @oneOf { id: ID name: String }
    input Range { least: Int = 1 most: Int! within: Range }
    type Query {
      animal: Animal
      dog: Dog
      things: [Thing]
      some: [Int!]
      leaf(kind: String): Leaf
      by(by: By): String
      ranges(all: [Range!]): String
    }
    type Leaf { int: Int float: Float string: String boolean: Boolean id: ID size: Size date: Date }
    type Mutation { push(n: Int!): [Int!]! }
    type Subscription { ticks: Int! moves: Animal }
)";

std::string asked(const served_schema& schema, const std::string& query, const char* variables = "{}") {
    const graphql_executor api(schema);
    graphql_request request;
    request.query = query;
    request.variables = json::parse(variables).as_object();
    try {
        return json::serialize(api.execute(api.prepare(request)));
    } catch (const request_error& problem) {
        std::string all;
        for (const auto& error : problem.errors()) all += error.message + '\n';
        return all;
    }
}

served_schema zoo() { return served_schema(zoo_text); }

std::string first_message(const std::string& answer) {
    return std::string(json::parse(answer).at("errors").at(0).at("message").as_string());
}

std::string leaf(const char* field, const char* value) {
    return asked(zoo().value("Query.leaf", json::object{{field, json::parse(value)}}),
                 "{ leaf { " + std::string(field) + " } }");
}

} // namespace

TEST_CASE("served_schema: abstract types are told by __typename") {
    auto schema = zoo();
    schema.value("Query.things", json::parse(R"([{"__typename": "Dog", "name": "Rex"},
        {"__typename": "Stone", "weight": 2}, {"__typename": "Cat", "name": "Tom", "friends": [
        {"__typename": "Dog", "name": "Rex", "barks": true}]}])"));
    CHECK(asked(schema, "{ things { __typename ... on Animal { name friends { ...D } } ... on Stone { weight } } }"
                        " fragment D on Dog { barks }") ==
          R"({"data":{"things":[{"__typename":"Dog","name":"Rex","friends":null},{"__typename":"Stone","weight":2},)"
          R"({"__typename":"Cat","name":"Tom","friends":[{"barks":true}]}]}})");

    const auto with = [&](const char* value) {
        return first_message(asked(schema.value("Query.animal", json::parse(value)), "{ animal { name } }"));
    };
    CHECK(with(R"({"name": "x"})") ==
          "Abstract type \"Animal\" must resolve to an Object type at runtime for field \"Query.animal\". Either the "
          "\"Animal\" type should provide a \"resolveType\" function or each possible type should provide an "
          "\"isTypeOf\" function.");
    CHECK(with(R"({"__typename": "Cow"})") ==
          "Abstract type \"Animal\" was resolved to a type \"Cow\" that does not exist inside the schema.");
    CHECK(with(R"({"__typename": "Size"})") == "Abstract type \"Animal\" was resolved to a non-object type \"Size\".");
    CHECK(with(R"({"__typename": "Stone"})") == "Runtime Object type \"Stone\" is not a possible type for \"Animal\".");
}

TEST_CASE("served_schema: leaves are given as their types say") {
    CHECK(leaf("int", "7.0") == R"({"data":{"leaf":{"int":7}}})");
    CHECK(leaf("int", "true") == R"({"data":{"leaf":{"int":1}}})");
    CHECK(leaf("int", "\"12\"") == R"({"data":{"leaf":{"int":12}}})");
    CHECK(first_message(leaf("int", "1.5")) == "Int cannot represent non-integer value: 1.5");
    CHECK(first_message(leaf("int", "3000000000")) ==
          "Int cannot represent non 32-bit signed integer value: 3000000000");
    CHECK(first_message(leaf("float", "\"x\"")) == "Float cannot represent non numeric value: \"x\"");
    CHECK(leaf("string", "1.5") == R"({"data":{"leaf":{"string":"1.5"}}})");
    CHECK(leaf("string", "false") == R"({"data":{"leaf":{"string":"false"}}})");
    CHECK(first_message(leaf("string", R"({"a": [1, {"b": {}}]})")) ==
          "String cannot represent value: { a: [1, [Object]] }");
    CHECK(leaf("boolean", "0") == R"({"data":{"leaf":{"boolean":false}}})");
    CHECK(first_message(leaf("boolean", "\"no\"")) == "Boolean cannot represent a non boolean value: \"no\"");
    CHECK(leaf("id", "7") == R"({"data":{"leaf":{"id":"7"}}})");
    CHECK(first_message(leaf("id", "1.5")) == "ID cannot represent value: 1.5");
    CHECK(first_message(leaf("size", "\"HUGE\"")) == "Enum \"Size\" cannot represent value: \"HUGE\"");
    CHECK(leaf("date", R"({"any": 1})") == R"({"data":{"leaf":{"date":{"any":1}}}})");
    CHECK(first_message(asked(zoo().value("Query.some", 1), "{ some }")) ==
          "Expected Iterable, but did not find one for field \"Query.some\".");
    CHECK(
        asked(zoo().value("Query.some", json::parse("[1, \"x\", 2]")), "{ some }") ==
        R"({"errors":[{"message":"Int cannot represent non-integer value: \"x\"","locations":[{"line":1,"column":3}],)"
        R"("path":["some",1]}],"data":{"some":null}})");
}

TEST_CASE("served_schema: variables name the place of what is wrong") {
    const std::string by = "query($by: By) { by(by: $by) }";
    CHECK(asked(zoo(), by, R"({"by": {"id": "1", "name": "x"}})") ==
          "Variable \"$by\" got invalid value { id: \"1\", name: \"x\" }; Exactly one key must be specified for OneOf "
          "type \"By\".\n");
    CHECK(asked(zoo(), by, R"({"by": {"id": null}})") ==
          "Variable \"$by\" got invalid value null at \"by.id\"; Field \"id\" must be non-null.\n");
    const std::string ranges = "query($all: [Range!]) { ranges(all: $all) }";
    CHECK(asked(zoo(), ranges, R"({"all": [{"most": 1}, {"most": 2, "within": {"least": 1.5, "most": 3}}]})") ==
          "Variable \"$all\" got invalid value 1.5 at \"all[1].within.least\"; Int cannot represent non-integer value: "
          "1.5\n");
    CHECK(asked(zoo(), ranges, R"({"all": [null]})") ==
          "Variable \"$all\" got invalid value null at \"all[0]\"; Expected non-nullable type \"Range!\" not to be "
          "null.\n");
    auto schema = zoo();
    schema.resolve("Query.ranges", [](const json::object&, const json::object& arguments) -> json::value {
        return json::string(json::serialize(arguments));
    });
    CHECK(asked(schema, "query($n: Int = 4) { ranges(all: {most: $n}) }") ==
          R"({"data":{"ranges":"{\"all\":[{\"least\":1,\"most\":4}]}"}})");
}

TEST_CASE("served_schema: mutations run one after the other, and what a resolver throws is told") {
    auto schema = zoo();
    json::array pushed;
    schema.resolve("Mutation.push", [&](const json::object&, const json::object& arguments) -> json::value {
        if (arguments.at("n") == 3) throw std::runtime_error("Enough");
        pushed.push_back(arguments.at("n"));
        return pushed;
    });
    CHECK(asked(schema, "mutation { a: push(n: 1) b: push(n: 2) }") == R"({"data":{"a":[1],"b":[1,2]}})");
    CHECK(asked(schema, "mutation { push(n: 3) }") ==
          R"({"errors":[{"message":"Enough","locations":[{"line":1,"column":12}],"path":["push"]}],"data":null})");
    schema.resolve("Mutation.push", [](const json::object&, const json::object&) -> json::value {
        throw field_error("NOT_NOW", "Later");
    });
    CHECK(asked(schema, "mutation { push(n: 3) }").find(R"("extensions":{"code":"NOT_NOW"})") != std::string::npos);
}

TEST_CASE("served_schema: introspection") {
    CHECK(asked(zoo(), "{ __type(name: \"Cat\") { kind name description interfaces { name } fields { name } all: "
                       "fields(includeDeprecated: true) { name isDeprecated deprecationReason } possibleTypes { name } "
                       "enumValues { name } inputFields { name } isOneOf } }") ==
          R"({"data":{"__type":{"kind":"OBJECT","name":"Cat","description":null,"interfaces":[{"name":"Animal"}],)"
          R"("fields":[{"name":"name"},{"name":"friends"}],"all":[{"name":"name","isDeprecated":false,)"
          R"("deprecationReason":null},{"name":"friends","isDeprecated":false,"deprecationReason":null},)"
          R"({"name":"lives","isDeprecated":true,"deprecationReason":"too many"}],"possibleTypes":null,)"
          R"("enumValues":null,"inputFields":null,"isOneOf":null}}})");
    CHECK(asked(zoo(), "{ __type(name: \"Animal\") { description possibleTypes { name } fields { name type { kind name "
                       "ofType { kind name ofType { kind ofType { name } } } } } } }") ==
          R"({"data":{"__type":{"description":"Anything that lives.","possibleTypes":[{"name":"Dog"},{"name":"Cat"}],)"
          R"("fields":[{"name":"name","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","name":"String",)"
          R"("ofType":null}}},{"name":"friends","type":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL",)"
          R"("name":null,"ofType":{"kind":"INTERFACE","ofType":null}}}}]}}})");
    CHECK(asked(zoo(),
                "{ __type(name: \"Range\") { inputFields { name defaultValue type { kind } } } by: __type(name: "
                "\"By\") { isOneOf } date: __type(name: \"Date\") { specifiedByURL } none: __type(name: \"No\") { "
                "name } size: __type(name: \"Size\") { enumValues { name } } }") ==
          R"({"data":{"__type":{"inputFields":[{"name":"least","defaultValue":"1","type":{"kind":"SCALAR"}},)"
          R"({"name":"most","defaultValue":null,"type":{"kind":"NON_NULL"}},)"
          R"({"name":"within","defaultValue":null,"type":{"kind":"INPUT_OBJECT"}}]},"by":{"isOneOf":true},)"
          R"("date":{"specifiedByURL":"https://example.com/date"},"none":null,)"
          R"("size":{"enumValues":[{"name":"SMALL"},{"name":"LARGE"}]}}})");
    const auto whole =
        json::parse(asked(zoo(), "{ __schema { queryType { name } mutationType { name } subscriptionType "
                                 "{ name } types { name } directives { name locations args { name } } } }"));
    const auto& schema = whole.at("data").at("__schema");
    CHECK(schema.at("mutationType").at("name") == "Mutation");
    CHECK(schema.at("directives").as_array().size() == 5);
    CHECK(json::serialize(schema.at("types")).find(R"({"name":"__TypeKind"})") != std::string::npos);
}

TEST_CASE("served_schema: a selection that fragments nest without end is refused, not followed") {
    std::string query = "{ dog { ...F0 } }";
    for (int i = 0; i < 400; ++i)
        query += " fragment F" + std::to_string(i) + " on Dog { best { ...F" + std::to_string(i + 1) + " } }";
    query += " fragment F400 on Dog { name }";
    CHECK(asked(zoo().mock(), query).find("The selection is nested too deeply.") != std::string::npos);
}

TEST_CASE("served_schema: mistakes in it are told at once, with their places") {
    const auto problem = [](auto make) { return std::string(corogql::test::caught(make).what()); };
    CHECK(problem([] { served_schema("type Query {\n  a: }", "my.graphql"); }) ==
          "The schema is not valid: my.graphql:2:6: error: Syntax Error: Expected Name, found \"}\".");
    CHECK(problem([] { served_schema("type Query { a: Nope }"); }).find("Unknown type \"Nope\".") != std::string::npos);
    CHECK(problem([] { zoo().resolve("Query.animl", nullptr); }) ==
          "The schema has no field \"Query.animl\" (did you mean Query.animal?)");
    CHECK(problem([] { zoo().value("Nothing", 1); }) == "The schema has no field \"Nothing\"");
    CHECK(problem([] { served_schema::from_file("/nowhere/at.all"); }) ==
          "cannot read the file /nowhere/at.all: No such file or directory");
}

TEST_CASE("served_schema: events of a list, and of a feed") {
    feed moves;
    auto schema = zoo();
    schema.subscribe("Subscription.ticks", json::array{1, 2}).subscribe("Subscription.moves", moves);
    const graphql_executor api(schema);
    graphql_request request;
    request.query = "subscription { ticks }";
    const auto ticks = api.prepare(request);
    const auto listed = api.open(ticks);
    CHECK(json::serialize(api.project(ticks, *listed->next())) == R"({"data":{"ticks":1}})");
    CHECK_FALSE(listed->ended());
    CHECK(listed->next() == json::value(2));
    CHECK(listed->ended());

    request.query = "subscription { m: moves { name } }";
    const auto prepared = api.prepare(request);
    moves.push({{"__typename", "Cat"}, {"name", "Tom"}});
    const auto source = api.open(prepared);
    int told = 0;
    source->on_ready([&] { ++told; });
    CHECK(json::serialize(api.project(prepared, *source->next())) == R"({"data":{"m":{"name":"Tom"}}})");
    CHECK_FALSE(source->next());
    moves.push(nullptr);
    moves.end();
    moves.push(1);
    CHECK(told == 2);
    CHECK(source->next() == json::value(nullptr));
    CHECK(source->ended());
    CHECK(moves.size() == 2);
}
