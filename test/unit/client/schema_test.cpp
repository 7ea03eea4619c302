#include "../../support/caught.hpp"

#include <corogql/schema.hpp>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>

using namespace corogql;
using corogql::test::caught;
using corogql::test::caught_as;

namespace {

constexpr const char* small_sdl = "type Query {\n  run: Run\n}\n\ntype Run {\n  id: ID\n}";
constexpr const char* small_introspection = R"({"data": {"__schema": {
  "queryType": {"name": "Query"}, "mutationType": null, "subscriptionType": null, "directives": [],
  "types": [
    {"kind": "OBJECT", "name": "Query", "interfaces": [], "fields": [
      {"name": "run", "args": [], "type": {"kind": "OBJECT", "name": "Run", "ofType": null}}]},
    {"kind": "OBJECT", "name": "Run", "interfaces": [], "fields": [
      {"name": "id", "args": [], "type": {"kind": "SCALAR", "name": "ID", "ofType": null}}]},
    {"kind": "SCALAR", "name": "ID"}]}}})";

/// A file that goes with the test.
class schema_file {
public:
    explicit schema_file(const std::string& text) { std::ofstream(name) << text; }
    ~schema_file() { std::remove(name.c_str()); }

    const std::string name = "schema_test.schema";
};

} // namespace

TEST_CASE("schema: from each of its forms") {
    CHECK(schema::from_sdl(small_sdl).sdl() == small_sdl);
    CHECK(schema::from_introspection(small_introspection).sdl() == small_sdl);
    CHECK(schema::from_introspection(json::parse(small_introspection)).sdl() == small_sdl);
    CHECK(schema::from_file(schema_file(small_sdl).name).sdl() == small_sdl);
    CHECK(schema::from_file(schema_file(small_introspection).name).sdl() == small_sdl);
    CHECK(schema::from_file(schema_file("\xef\xbb\xbf \n" + std::string(small_introspection)).name).sdl() == small_sdl);
    CHECK(schema().sdl().empty());
}

TEST_CASE("schema: a copy is the same schema, also of one that was moved from") {
    auto first = schema::from_sdl(small_sdl);
    const auto second = std::move(first);
    CHECK(first.sdl() == small_sdl);
    first = schema();
    CHECK(second.sdl() == small_sdl);
}

TEST_CASE("schema: a text that is none is refused, with its place") {
    const auto failure = caught_as<schema_error>([] { schema::from_sdl("type Query {\n  a: }", "api.graphql"); });
    CHECK(failure.kind() == error_kind::usage);
    CHECK(failure.what_is_wrong().message == "Syntax Error: Expected Name, found \"}\".");
    REQUIRE(failure.what_is_wrong().places.size() == 1);
    CHECK(failure.what_is_wrong().places.front().line == 2);
    CHECK(failure.what_is_wrong().places.front().column == 6);
    CHECK(std::string(failure.what()) == "api.graphql:2:6: error: Syntax Error: Expected Name, found \"}\".");

    CHECK(
        caught_as<schema_error>([] { schema::from_introspection(R"({"data": {}})"); }).what_is_wrong().places.empty());
    CHECK(caught_as<schema_error>([] { schema::from_introspection("{"); }).kind() == error_kind::usage);
    CHECK(caught([] { schema::from_file("no such file"); }).kind() == error_kind::config);
}

TEST_CASE("schema: check says what is wrong with the schema itself") {
    CHECK(schema::from_sdl(small_sdl).check().empty());
    const auto problems = schema::from_sdl("type Run { id: ID }").check();
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().to_text() == "error: Query root type must be provided.");
}

TEST_CASE("schema: documents are validated") {
    const auto known = schema::from_sdl("type Query { run: Run old: Int @deprecated } type Run { id: ID }");
    CHECK(known.validate("{ run { id } }").empty());

    const auto problems = known.validate("{\n  run { nme }\n}", "run.graphql");
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().message == "Cannot query field \"nme\" on type \"Run\".");
    CHECK(problems.front().rule == "FieldsOnCorrectType");
    CHECK_FALSE(problems.front().warning);
    CHECK(problems.front().to_text() ==
          "run.graphql:2:9: error: Cannot query field \"nme\" on type \"Run\". [FieldsOnCorrectType]");

    const auto unreadable = known.validate("{ run {");
    REQUIRE(unreadable.size() == 1);
    CHECK(unreadable.front().rule.empty());
    CHECK(unreadable.front().to_text() == "document:1:8: error: Syntax Error: Expected Name, found <EOF>.");

    const auto deprecated = known.validate("{ old }");
    REQUIRE(deprecated.size() == 1);
    CHECK(deprecated.front().warning);
    CHECK(deprecated.front().to_text().starts_with("document:1:3: warning: "));
}

TEST_CASE("schema: versions are compared, by what documents use of them") {
    const auto before = schema::from_sdl("type Query { run: Run other: Int }\ntype Run { id: ID name: String }", "old");
    const auto after = schema::from_sdl("type Query { run: Run }\ntype Run { id: ID! name: Int }", "new");
    const auto all = before.diff(after);
    REQUIRE(all.size() >= 3);
    CHECK(all.front().impact == change_impact::breaking);
    CHECK(to_string(all.front().impact) == "breaking");
    CHECK(all.back().to_text() == "new:2:12: safe: Run.id changed type from ID to ID!. [Run.id]");
    CHECK(before.diff(before).empty());

    const auto used = before.diff(after, {"{ run { id } }", "fragment A on Run { name }"});
    REQUIRE(used.size() == 2);
    CHECK(used.front().coordinate == "Run.name");
    CHECK(used.front().message == "Run.name changed type from String to Int.");
    CHECK(used.back().coordinate == "Run.id");
    CHECK(caught_as<schema_error>([&] { before.diff(after, {"{"}); }).kind() == error_kind::usage);
}
