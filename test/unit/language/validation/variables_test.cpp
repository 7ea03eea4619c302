// Variables (section 5.8). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Variables have names of their own") {
    CHECK(faults_in("query ($a: Int, $b: Int, $a: Float, $a: Int) { list(of: [[$a, $b]]) }") ==
          R"(1:9 1:27 1:38 There can be only one variable named "$a". [UniqueVariableNames])"
          "\n"
          R"(1:37 1:59 Variable "$a" of type "Int" used in position expecting type "Int!". )"
          "[VariablesInAllowedPosition]\n"
          R"(1:17 1:63 Variable "$b" of type "Int" used in position expecting type "Int!". )"
          "[VariablesInAllowedPosition]");
}

TEST_CASE("Variables are defined") {
    CHECK(faults_in("{ node(id: $id) { id } }") == R"(1:12 1:1 Variable "$id" is not defined. [NoUndefinedVariables])");
    CHECK(faults_in("query Q($a: ID!) { node(id: $a) { ...F } } query R { node(id: 1) { ...F } } fragment F on Dog { "
                    "barks(loud: $loud) }") ==
          R"(1:109 1:1 Variable "$loud" is not defined by operation "Q". [NoUndefinedVariables])"
          "\n"
          R"(1:109 1:44 Variable "$loud" is not defined by operation "R". [NoUndefinedVariables])");
    CHECK(faults_in("query Q { name1 @skip(if: $a) list(of: [[$b]]) find(by: {deep: {a: $c}}) { id } }") ==
          R"(1:27 1:1 Variable "$a" is not defined by operation "Q". [NoUndefinedVariables])"
          "\n"
          R"(1:42 1:1 Variable "$b" is not defined by operation "Q". [NoUndefinedVariables])"
          "\n"
          R"(1:68 1:1 Variable "$c" is not defined by operation "Q". [NoUndefinedVariables])");
}

TEST_CASE("Variables are used") {
    CHECK(faults_in("query ($a: Int) { name1 }") == R"(1:8 Variable "$a" is never used. [NoUnusedVariables])");
    CHECK(faults_in("query Q($a: Int, $b: ID!) { node(id: $b) { id } }") ==
          R"(1:9 Variable "$a" is never used in operation "Q". [NoUnusedVariables])");
    CHECK(faults_in("query Q($a: Boolean) { dog { ...F } } fragment F on Dog { barks(loud: $a) }") == "");
}

TEST_CASE("Variables are of the type that is expected") {
    CHECK(
        faults_in("query ($id: ID) { node(id: $id) { id } }") ==
        R"(1:8 1:28 Variable "$id" of type "ID" used in position expecting type "ID!". [VariablesInAllowedPosition])");
    CHECK(faults_in("query ($id: ID = 1) { node(id: $id) { id } }") == "");
    CHECK(
        faults_in("query ($id: ID = null) { node(id: $id) { id } }") ==
        R"(1:8 1:35 Variable "$id" of type "ID" used in position expecting type "ID!". [VariablesInAllowedPosition])");
    CHECK(faults_in("query ($c: Color) { list(c: $c) }") == "");
    CHECK(faults_in("query ($of: [[Int]]) { list(of: $of) }") ==
          R"(1:8 1:33 Variable "$of" of type "[[Int]]" used in position expecting type "[[Int!]!]". )"
          "[VariablesInAllowedPosition]");
    CHECK(faults_in("query ($of: [Int!]) { list(of: [$of]) }") ==
          R"(1:8 1:33 Variable "$of" of type "[Int!]" used in position expecting type "[Int!]!". )"
          "[VariablesInAllowedPosition]");
    CHECK(faults_in("query ($of: [Int!]!) { list(of: [$of]) }") == "");
    CHECK(faults_in("query ($a: String) { node(id: $a) { id } scalar(f: $a) }") ==
          R"(1:8 1:31 Variable "$a" of type "String" used in position expecting type "ID!". )"
          "[VariablesInAllowedPosition]\n"
          R"(1:8 1:52 Variable "$a" of type "String" used in position expecting type "Float". )"
          "[VariablesInAllowedPosition]");
    CHECK(faults_in("query ($x: Float) { find(by: {deep: {a: 1, d: $x}}) { id } }") == "");
    CHECK(faults_in("query ($s: [String!]) { scalar(s: $s) }") == "");
    CHECK(faults_in("query ($b: Boolean) { name1 @skip(if: $b) }") ==
          R"(1:8 1:39 Variable "$b" of type "Boolean" used in position expecting type "Boolean!". )"
          "[VariablesInAllowedPosition]");
}

TEST_CASE("Variables of input objects with one field are never null") {
    CHECK(faults_in(
              "query ($id: ID, $name: String!) { find(by: {id: $id}) { id } other: find(by: {name: $name}) { id } }") ==
          "");
    CHECK(faults_in("query ($find: Find!) { find(by: $find) { id } }") == "");
    CHECK(
        faults_in("query ($id: ID, $name: String!) { seek(by: {id: $id}) { id } other: seek(by: {name: $name}) { id } "
                  "find(by: {deep: {a: 1, find: {id: $id}}}) { id } }") ==
        R"(1:8 1:49 Variable "$id" is of type "ID" but must be non-nullable to be used for OneOf Input Object )"
        R"("Find". [VariablesInAllowedPosition])"
        "\n"
        R"(1:8 1:134 Variable "$id" is of type "ID" but must be non-nullable to be used for OneOf Input Object )"
        R"("Find". [VariablesInAllowedPosition])");
}
