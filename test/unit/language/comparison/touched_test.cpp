#include "changes_between.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace corogql;
using namespace corogql::test;

namespace {

constexpr const char* touched_schema = R"(
type Query { runs(where: Filter, first: Int): [Run!] other: Int }
type Run implements Node { id: ID! status: Status owner: Target }
interface Node { id: ID! }
type User { login: String }
union Target = Run | User
enum Status { ON OFF }
input Filter { name: Name not: Filter status: Status }
input Name { eq: String in: [String!] }
directive @note(text: String) on FIELD | QUERY
)";

change_lines touched_by(const std::string& document) {
    const auto all = language::touched(schema_of(touched_schema), language::parse(document));
    change_lines sorted(all.begin(), all.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

change_lines hurt(const std::string& after, const std::string& document) {
    const auto before = schema_of(touched_schema);
    auto all = language::compare(before, schema_of(after));
    language::keep_touched(all, language::touched(before, language::parse(document)));
    change_lines messages;
    for (const auto& one : all) messages.push_back(one.message);
    return messages;
}

} // namespace

TEST_CASE("touched: fields, arguments, literals and directives") {
    CHECK(touched_by("{ runs(where: {status: ON, name: {in: \"a\"}}) @note(text: \"x\") { id } unknown { a } }") ==
          change_lines{"@note", "@note(text:)", "Filter", "Filter.name", "Filter.status", "ID", "Name", "Name.in",
                       "Query", "Query.runs", "Query.runs(where:)", "Run", "Run.id", "Status", "Status.ON", "String"});
}

TEST_CASE("touched: all that a variable may bring") {
    CHECK(touched_by("query($w: Filter) { other }") ==
          change_lines{"Filter", "Filter.name", "Filter.not", "Filter.status", "Int", "Name", "Name.eq", "Name.in",
                       "Query", "Query.other", "Status", "Status.OFF", "Status.ON", "String"});
}

TEST_CASE("touched: fragments, where they stand") {
    CHECK(touched_by("fragment A on Target { ... on User { login } ... on Node { id } ...B }") ==
          change_lines{"ID", "Node", "Node.id", "String", "Target", "User", "User.login"});
}

TEST_CASE("touched: an addition reaches those who use what it was added to") {
    const std::string after = R"(
type Query { runs(where: Filter, first: Int, must: Int!): [Run!] other(a: Int!): Int }
type Run { id: ID! status: Status owner: Target new: Int }
interface Node { id: ID! }
type User { login: Int }
union Target = Run | User | Query
enum Status { ON OFF LATE }
input Filter { name: Name not: Filter status: Status after: Int }
input Name { eq: String in: [String!] }
directive @note(text: String) on FIELD | QUERY
)";
    CHECK(hurt(after, "{ runs { id } }") == change_lines{"A required arg must on Query.runs was added."});
    CHECK(hurt(after, "{ runs(where: {}) { status } }") ==
          change_lines{"A required arg must on Query.runs was added.",
                       "An optional field after on input type Filter was added.",
                       "LATE was added to enum type Status."});
    CHECK(hurt(after, "fragment A on Target { __typename }") == change_lines{"Query was added to union type Target."});
    CHECK(hurt(after, "fragment A on Node { id }") == change_lines{"Run no longer implements interface Node."});
    CHECK(hurt(after, "fragment A on User { login }") == change_lines{"User.login changed type from String to Int."});
    CHECK(hurt(after, "{ other }") == change_lines{"A required arg a on Query.other was added."});
    CHECK(hurt(after, "{ __typename }") == change_lines{});
}

TEST_CASE("touched: what has to be given now, and another default, reach those who left it out") {
    const std::string after = R"(
type Query { runs(where: Filter, first: Int!): [Run!] other: Int }
type Run implements Node { id: ID! status: Status owner: Target }
interface Node { id: ID! }
type User { login: String }
union Target = Run | User
enum Status { ON OFF }
input Filter { name: Name! not: [Filter] status: Status = ON }
input Name { eq: String in: [String!] }
directive @note(text: String) on FIELD | QUERY
)";
    CHECK(hurt(after, "{ runs { id } }") == change_lines{"Query.runs arg first has changed type from Int to Int!."});
    CHECK(hurt(after, "fragment A on Query { runs(where: {name: {}}) { id } }") ==
          change_lines{"Filter.name changed type from Name to Name!.",
                       "Query.runs arg first has changed type from Int to Int!.",
                       "Filter.status defaultValue was added."});
    CHECK(hurt(after, "query($not: Filter) { other }") ==
          change_lines{"Filter.name changed type from Name to Name!.",
                       "Filter.not changed type from Filter to [Filter].", "Filter.status defaultValue was added."});
}
