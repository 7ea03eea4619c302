#include "changes_between.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::test;

TEST_CASE("compare: types come, go and change their kind") {
    CHECK(changes_between("type Query { a: Int } scalar S", "type Query { a: Int } type New { a: Int }") ==
          change_lines{"breaking: S was removed. [S]", "safe: New was added. [New]"});
    CHECK(changes_between("type Query { a: Int } enum E { A }", "type Query { a: Int } input E { a: Int }") ==
          change_lines{"breaking: E changed from an Enum type to an Input type. [E]"});
}

TEST_CASE("compare: a standard scalar goes with the last that refers to it") {
    CHECK(changes_between("type Query { a: Float }", "type Query { a: ID }") ==
          change_lines{"breaking: Standard scalar Float was removed because it is not referenced anymore. [Float]",
                       "breaking: Query.a changed type from Float to ID. [Query.a]", "safe: ID was added. [ID]"});
}

TEST_CASE("compare: what is read may become stricter, what is sent looser") {
    CHECK(
        changes_between("type Query { a: [Int] b(x: [Int!]!): Int! }", "type Query { a: [Int!]! b(x: [Int]): Int }") ==
        change_lines{"breaking: Query.b changed type from Int! to Int. [Query.b]",
                     "safe: Query.a changed type from [Int] to [Int!]!. [Query.a]",
                     "safe: Query.b arg x has changed type from [Int!]! to [Int]. [Query.b(x:)]"});
    CHECK(changes_between("type Query { a(x: Int): [Int] } input I { a: Int b: Int! }",
                          "type Query { a(x: Int!): Int } input I { a: [Int] b: Int }") ==
          change_lines{"breaking: I.a changed type from Int to [Int]. [I.a]",
                       "breaking: Query.a changed type from [Int] to Int. [Query.a]",
                       "breaking: Query.a arg x has changed type from Int to Int!. [Query.a(x:)]",
                       "safe: I.b changed type from Int! to Int. [I.b]"});
}

TEST_CASE("compare: arguments and input fields") {
    CHECK(changes_between("type Query { a(old: Int): Int } input I { old: Int }",
                          "type Query { a(x: Int! = 1, y: Int!): Int } input I { x: Int, y: Int! }") ==
          change_lines{"breaking: I.old was removed. [I.old]",
                       "breaking: A required field y on input type I was added. [I.y]",
                       "breaking: Query.a arg old was removed. [Query.a(old:)]",
                       "breaking: A required arg y on Query.a was added. [Query.a(y:)]",
                       "dangerous: An optional field x on input type I was added. [I.x]",
                       "dangerous: An optional arg x on Query.a was added. [Query.a(x:)]"});
}

TEST_CASE("compare: enums, unions and interfaces") {
    CHECK(changes_between("type Query { a: Int } type B { a: Int } union U = Query enum E { A } interface I { a: Int }",
                          "type Query implements I { a: Int } type B { a: Int } union U = B enum E { B } "
                          "interface I { a: Int }") ==
          change_lines{"breaking: A was removed from enum type E. [E.A]",
                       "breaking: Query was removed from union type U. [U]",
                       "dangerous: B was added to enum type E. [E.B]",
                       "dangerous: I added to interfaces implemented by Query. [Query]",
                       "dangerous: B was added to union type U. [U]"});
}

TEST_CASE("compare: directives") {
    CHECK(changes_between("type Query { a: Int } directive @d(a: Int, b: Int) repeatable on FIELD | QUERY "
                          "directive @gone on FIELD",
                          "type Query { a: Int } directive @d(a: Int!, c: Int! d: Int) on FIELD | ENUM "
                          "directive @new on FIELD") ==
          change_lines{"breaking: QUERY was removed from d. [@d]", "breaking: Repeatable flag was removed from d. [@d]",
                       "breaking: @d arg a has changed type from Int to Int!. [@d(a:)]",
                       "breaking: b was removed from d. [@d(b:)]",
                       "breaking: A required arg c on directive d was added. [@d(c:)]",
                       "breaking: gone was removed. [@gone]", "safe: ENUM was added to d. [@d]",
                       "safe: An optional arg d on directive d was added. [@d(d:)]", "safe: @new was added. [@new]"});
    CHECK(changes_between("type Query { a: Int } directive @skip(if: Boolean!) on FIELD", "type Query { a: Int }") ==
          change_lines{"safe: FRAGMENT_SPREAD was added to skip. [@skip]",
                       "safe: INLINE_FRAGMENT was added to skip. [@skip]"});
}

TEST_CASE("compare: defaults by what they mean") {
    const auto of_query = [](const std::string& input, const std::string& more = {}) {
        return "type Query { a(x: " + input + "): Int } input I { a: Int = 1 b: I c: [Float!] = 1.50 } " + more;
    };
    CHECK(changes_between(of_query("I = {}"), of_query("I = {c: [1.5], a: 1}")) == change_lines{});
    CHECK(
        changes_between(of_query("I = {b: {a: 2}}"), of_query("I = {a: 2}")) ==
        change_lines{"dangerous: Query.a arg x has changed defaultValue from {a: 1, b: {a: 2, c: [1.5]}, c: [1.5]} to "
                     "{a: 2, c: [1.5]}. [Query.a(x:)]"});
    CHECK(changes_between(of_query("ID = 5"), of_query("ID")) ==
          change_lines{"dangerous: Query.a arg x defaultValue was removed. [Query.a(x:)]"});
    CHECK(changes_between(of_query("ID! = 5"), of_query("ID!")) ==
          change_lines{"breaking: Query.a arg x defaultValue was removed. [Query.a(x:)]"});
    CHECK(changes_between(of_query("J", "input J { k: Int! = 1 }"), of_query("J", "input J { k: Int! }")) ==
          change_lines{"breaking: J.k defaultValue was removed. [J.k]"});
    CHECK(changes_between(of_query("ID! = true"), of_query("ID!")) == change_lines{}); // it was no default
    CHECK(changes_between(of_query("Int"), of_query("Int = 5")) ==
          change_lines{"dangerous: Query.a arg x defaultValue was added. [Query.a(x:)]"});
    CHECK(changes_between("type Query { a: Int } input I { a: Int! = 1 }",
                          "type Query { a: Int } input I { a: Int = 2 }") ==
          change_lines{"dangerous: I.a has changed defaultValue from 1 to 2. [I.a]",
                       "safe: I.a changed type from Int! to Int. [I.a]"});
}

TEST_CASE("compare: what is said of a part") {
    CHECK(changes_between(R"("One" type Query { a: Int @deprecated b: Int @deprecated(reason: "c") c: Int @tag(n: 1) }
                             input I { a: Int } directive @tag(n: Int) on FIELD_DEFINITION)",
                          R"(type Query { "Two" a: Int b: Int @deprecated(reason: "d") c: Int @tag(n: 2) }
                             input I @oneOf { a: Int } directive @tag(n: Int) on FIELD_DEFINITION)") ==
          change_lines{"breaking: @oneOf was added to I. [I]", "safe: Query description was removed. [Query]",
                       "safe: Query.a description was added. [Query.a]",
                       "safe: Query.a is no longer deprecated. [Query.a]",
                       "safe: Query.b has changed deprecation reason from \"c\" to \"d\". [Query.b]",
                       "safe: @tag(n: 1) was removed from Query.c. [Query.c]",
                       "safe: @tag(n: 2) was added to Query.c. [Query.c]"});
}

TEST_CASE("compare: roots") {
    CHECK(changes_between("schema { query: A mutation: B } type A { a: Int } type B { a: Int }",
                          "schema { query: B subscription: A } type A { a: Int } type B { a: Int }") ==
          change_lines{"breaking: mutation root type B was removed. [B]",
                       "breaking: query root type has changed from A to B. [B]",
                       "safe: subscription root type A was added. [A]"});
}

TEST_CASE("compare: extensions belong to their type") {
    CHECK(changes_between("type Query { a: Int b: Int }", "type Query { a: Int } extend type Query { b: Int }") ==
          change_lines{});
}

TEST_CASE("compare: a change has the place of the new, a removal that of the old") {
    const auto all = language::compare(schema_of("type Query {\n  a: Int\n  b: Int\n}", "old.graphql"),
                                       schema_of("type Query {\n  a: String\n}", "new.graphql"));
    REQUIRE(all.size() == 3);
    CHECK(to_text(all[0]) == "breaking: Standard scalar Int was removed because it is not referenced anymore. [Int]");
    CHECK(to_text(all[1]) == "new.graphql:2:3: breaking: Query.a changed type from Int to String. [Query.a]");
    CHECK(to_text(all[2]) == "old.graphql:3:3: breaking: Query.b was removed. [Query.b]");
}
