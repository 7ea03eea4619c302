// Fragments (section 5.5). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Fragments are on composite types") {
    CHECK(faults_in("{ ...F ... on Color { id } } fragment F on Find { id }") ==
          R"(1:15 Fragment cannot condition on non composite type "Color". [FragmentsOnCompositeTypes])"
          "\n"
          R"(1:44 Fragment "F" cannot condition on non composite type "Find". [FragmentsOnCompositeTypes])");
    CHECK(faults_in("{ ... on Int { id } }") ==
          R"(1:10 Fragment cannot condition on non composite type "Int". [FragmentsOnCompositeTypes])");
}

TEST_CASE("Fragments have names of their own") {
    CHECK(faults_in("{ ...F } fragment F on Query { name1 } fragment F on Query { name2 }") ==
          R"(1:19 1:49 There can be only one fragment named "F". [UniqueFragmentNames])");
}

TEST_CASE("Fragments are known") {
    CHECK(faults_in("{ ...F ... on Query { ...G } }") == R"(1:6 Unknown fragment "F". [KnownFragmentNames])"
                                                         "\n"
                                                         R"(1:26 Unknown fragment "G". [KnownFragmentNames])");
}

TEST_CASE("Fragments are used") {
    CHECK(faults_in("{ name1 } fragment F on Query { ...G } fragment G on Query { name1 }") ==
          R"(1:11 Fragment "F" is never used. [NoUnusedFragments])"
          "\n"
          R"(1:40 Fragment "G" is never used. [NoUnusedFragments])");
    CHECK(faults_in("{ ...F } fragment F on Query { ...G } fragment G on Query { name1 } fragment H on Dog { ...H }") ==
          R"(1:89 Cannot spread fragment "H" within itself. [NoFragmentCycles])"
          "\n"
          R"(1:69 Fragment "H" is never used. [NoUnusedFragments])");
}

TEST_CASE("Fragments are spread where they can be") {
    CHECK(faults_in(
              "{ dog { ... on Cat { id } ...F } pet { ... on Dog { id } ... on Human { id } } } fragment F on Human { "
              "id }") ==
          R"(1:9 Fragment cannot be spread here as objects of type "Dog" can never be of type "Cat". )"
          "[PossibleFragmentSpreads]\n"
          R"(1:27 Fragment "F" cannot be spread here as objects of type "Dog" can never be of type "Human". )"
          "[PossibleFragmentSpreads]\n"
          R"(1:58 Fragment cannot be spread here as objects of type "Pet" can never be of type "Human". )"
          "[PossibleFragmentSpreads]");
    CHECK(faults_in("{ any { ... on Pet { id } ... on CatOrDog { __typename } } }") == "");
    CHECK(faults_in("{ dog { ... on CatOrDog { __typename } ... on Any { ... on Human { id } } } }") == "");
}

TEST_CASE("Fragments have no cycles") {
    CHECK(faults_in("{ ...F } fragment F on Query { ...F }") ==
          R"(1:32 Cannot spread fragment "F" within itself. [NoFragmentCycles])");
    CHECK(faults_in(
              "{ ...A } fragment A on Query { ...B } fragment B on Query { ...C dog { id } } fragment C on Query { ... "
              "{ ...A } name1 ...B }") ==
          R"(1:61 1:120 Cannot spread fragment "B" within itself via "C". [NoFragmentCycles])"
          "\n"
          R"(1:32 1:61 1:107 Cannot spread fragment "A" within itself via "B", "C". [NoFragmentCycles])");
    CHECK(faults_in(
              "{ dog { ...A } } fragment A on Dog { friend { ...B } } fragment B on Dog { friend { ...A ...B } }") ==
          R"(1:47 1:85 Cannot spread fragment "A" within itself via "B". [NoFragmentCycles])"
          "\n"
          R"(1:90 Cannot spread fragment "B" within itself. [NoFragmentCycles])");
}
