// Operations as a whole (GraphQL specification, sections 5.1 and 5.2). What is expected was taken from the reference
// implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Operations only what can be executed") {
    CHECK(faults_in("{ name1 } type Mine { a: Int }") ==
          R"(1:11 The "Mine" definition is not executable. [ExecutableDefinitions])");
    CHECK(faults_in("{ name1 } directive @mine on FIELD extend type Dog { a: Int } schema { query: Query }") ==
          R"(1:11 The "mine" definition is not executable. [ExecutableDefinitions])"
          "\n"
          R"(1:36 The "Dog" definition is not executable. [ExecutableDefinitions])"
          "\n"
          "1:63 The schema definition is not executable. [ExecutableDefinitions]");
}

TEST_CASE("Operations operations have names of their own") {
    CHECK(faults_in("query A { name1 } query A { name2 } mutation A { set(in: {a: 1}) { id } }") ==
          R"(1:7 1:25 There can be only one operation named "A". [UniqueOperationNames])"
          "\n"
          R"(1:7 1:46 There can be only one operation named "A". [UniqueOperationNames])");
    CHECK(faults_in("query A { name1 } query B { name1 }") == "");
}

TEST_CASE("Operations an anonymous operation is alone") {
    CHECK(faults_in("{ name1 } query A { name1 }") ==
          "1:1 This anonymous operation must be the only defined operation. [LoneAnonymousOperation]");
    CHECK(faults_in("{ name1 } { name2 }") ==
          "1:1 This anonymous operation must be the only defined operation. [LoneAnonymousOperation]\n"
          "1:11 This anonymous operation must be the only defined operation. [LoneAnonymousOperation]");
    CHECK(faults_in("{ name1 } fragment F on Query { ...F }") ==
          R"(1:33 Cannot spread fragment "F" within itself. [NoFragmentCycles])"
          "\n"
          R"(1:11 Fragment "F" is never used. [NoUnusedFragments])");
}

TEST_CASE("Operations a subscription selects one field") {
    CHECK(faults_in("subscription { dog { id } pet { id } }") ==
          "1:27 Anonymous Subscription must select only one top level field. [SingleFieldSubscriptions]");
    CHECK(faults_in("subscription S { dog { id } ...F } fragment F on Subscription { pet { id } more: pet { id } }") ==
          R"(1:65 1:76 Subscription "S" must select only one top level field. [SingleFieldSubscriptions])");
    CHECK(faults_in("subscription { __typename }") ==
          "1:16 Anonymous Subscription must not select an introspection top level field. [SingleFieldSubscriptions]");
    CHECK(faults_in("subscription S { a: __typename dog { id } a: __typename }") ==
          R"(1:32 Subscription "S" must select only one top level field. [SingleFieldSubscriptions])"
          "\n"
          R"(1:18 1:43 Subscription "S" must not select an introspection top level field. [SingleFieldSubscriptions])");
    CHECK(faults_in("subscription { dog { id } dog { name } }") == "");
    CHECK(faults_in("subscription { dog { id } ... on Subscription { pet @skip(if: true) { id } } }") == "");
    CHECK(faults_in("subscription { dog { id } pet @include(if: false) { id } }") == "");
}

TEST_CASE("Operations types are known") {
    CHECK(faults_in("query ($a: Strin, $b: [Dte!]) { scalar(at: $b) } fragment F on Dug { id }") ==
          R"(1:12 Unknown type "Strin". Did you mean "String"? [KnownTypeNames])"
          "\n"
          R"(1:24 Unknown type "Dte". Did you mean "Date", "Deep", "Dog", or "Pet"? [KnownTypeNames])"
          "\n"
          R"(1:8 Variable "$a" is never used. [NoUnusedVariables])"
          "\n"
          R"(1:64 Unknown type "Dug". Did you mean "Dog"? [KnownTypeNames])"
          "\n"
          R"(1:50 Fragment "F" is never used. [NoUnusedFragments])");
    CHECK(faults_in("{ pet { ... on Kat { id } } }") ==
          R"(1:16 Unknown type "Kat". Did you mean "Cat", "Date", "Int", or "Pet"? [KnownTypeNames])");
    CHECK(faults_in("query ($q: X) { name1 }") == R"(1:12 Unknown type "X". [KnownTypeNames])"
                                                  "\n"
                                                  R"(1:8 Variable "$q" is never used. [NoUnusedVariables])");
}

TEST_CASE("Operations variables are of input types") {
    CHECK(faults_in("query ($a: Dog, $b: [Any!]!) { name1 }") ==
          R"(1:12 Variable "$a" cannot be non-input type "Dog". [VariablesAreInputTypes])"
          "\n"
          R"(1:21 Variable "$b" cannot be non-input type "[Any!]!". [VariablesAreInputTypes])"
          "\n"
          R"(1:8 Variable "$a" is never used. [NoUnusedVariables])"
          "\n"
          R"(1:17 Variable "$b" is never used. [NoUnusedVariables])");
}
