// Fields of one response key (section 5.3.2). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Overlapping fields are the same field") {
    CHECK(faults_in("{ dog { name name id: id } dog { name } }") == "");
    CHECK(faults_in("{ a: name1 a: name2 }") ==
          R"(1:3 1:12 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ name1: name2 name1 }") ==
          R"(1:3 1:16 Fields "name1" conflict because "name2" and "name1" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ dog { name } dog: cat(size: 1) { name } }") ==
          R"(1:3 1:16 Fields "dog" conflict because "dog" and "cat" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ a: name1 a: name2 a: name1 }") ==
          R"(1:3 1:12 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]\n"
          R"(1:12 1:21 Fields "a" conflict because "name2" and "name1" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
}

TEST_CASE("Overlapping fields have the same arguments") {
    CHECK(faults_in("{ cat(size: 1) { id } cat(size: 2) { id } }") ==
          R"(1:3 1:23 Fields "cat" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in(R"({ cat(size: 1) { id } cat(size: 1, name: "a") { id } })") ==
          R"(1:3 1:23 Fields "cat" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in(R"({ cat(size: 1, name: "a") { id } cat(name: "a", size: 1) { id } })") == "");
    CHECK(faults_in(R"(mutation { set(in: {a: 1, s: "x"}) { id } set(in: {s: "x", a: 1}) { id } })") == "");
    CHECK(faults_in("query ($a: Int!, $b: Int!) { cat(size: $a) { id } cat(size: $b) { id } }") ==
          R"(1:30 1:51 Fields "cat" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in(R"({ cat(size: 1, name: "a") { id } cat(size: 1, name: """a""") { id } })") ==
          R"(1:3 1:34 Fields "cat" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in("{ list(of: [[1]]) list(of: [[1, 2]]) list }") ==
          R"(1:3 1:19 Fields "list" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])"
          "\n"
          R"(1:3 1:38 Fields "list" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])"
          "\n"
          R"(1:19 1:38 Fields "list" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in("{ cat(size: 1, size: 2) { id } cat(size: 1, size: 2) { id } }") ==
          R"(1:3 1:32 Fields "cat" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])"
          "\n"
          R"(1:7 1:16 There can be only one argument named "size". [UniqueArgumentNames])"
          "\n"
          R"(1:36 1:45 There can be only one argument named "size". [UniqueArgumentNames])");
}

TEST_CASE("Overlapping fields return types of one shape") {
    CHECK(faults_in("{ pet { ... on Dog { size } ... on Cat { size } } }") ==
          R"(1:22 1:42 Fields "size" conflict because they return conflicting types "Int" and "Float". )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ pet { ... on Dog { a: barks } ... on Cat { a: meows } } }") ==
          R"(1:22 1:46 Fields "a" conflict because they return conflicting types "Boolean!" and "Boolean". )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ any { ... on Dog { a: color } ... on Cat { a: color } } }") ==
          R"(1:22 1:46 Fields "a" conflict because they return conflicting types "Color" and "[Color]". )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ any { ... on Dog { a: name } ... on Human { a: name } } }") ==
          R"(1:22 1:47 Fields "a" conflict because they return conflicting types "String" and "String!". )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ any { ... on Dog { a: owner { id } } ... on Cat { a: friend { id } } } }") == "");
    CHECK(faults_in("{ any { ... on Dog { a: owner { x: name } } ... on Cat { a: friend { x: size } } } }") ==
          R"(1:22 1:33 1:58 1:70 Fields "a" conflict because subfields "x" conflict because they return conflicting )"
          R"(types "String!" and "Float". [OverlappingFieldsCanBeMerged])");
}

TEST_CASE("Overlapping fields may differ where they never stand together") {
    CHECK(faults_in("{ pet { ... on Dog { a: size } ... on Human { a: size } } }") ==
          R"(1:32 Fragment cannot be spread here as objects of type "Pet" can never be of type "Human". )"
          "[PossibleFragmentSpreads]");
    CHECK(faults_in("{ pet { ... on Dog { a: name } ... on Cat { a: id } } }") ==
          R"(1:22 1:45 Fields "a" conflict because they return conflicting types "String" and "ID!". )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ any { ... on Dog { a: barks(loud: true) } ... on Dog { a: barks(loud: false) } } }") ==
          R"(1:22 1:58 Fields "a" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in(
              "{ any { ... on Dog { k: owner { a: size } } ... on Cat { k: owner { a: size } } ... on Pet { k: name } "
              "} }") == R"(1:22 1:94 Fields "k" conflict because "owner" and "name" are different fields. )"
                        "[OverlappingFieldsCanBeMerged]\n"
                        R"(1:58 1:94 Fields "k" conflict because "owner" and "name" are different fields. )"
                        "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ pet { name ... on Dog { name: id } } }") ==
          R"(1:9 1:27 Fields "name" conflict because "name" and "id" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ any { ... on Dog { owner { k: name } } ... on Cat { owner { k: id } } } }") ==
          R"(1:22 1:30 1:55 1:63 Fields "owner" conflict because subfields "k" conflict because they return )"
          R"(conflicting types "String!" and "ID!". [OverlappingFieldsCanBeMerged])");
}

TEST_CASE("Overlapping fields are compared through their selections") {
    CHECK(faults_in("{ dog { a: name } dog { a: id } }") ==
          R"(1:3 1:9 1:19 1:25 Fields "dog" conflict because subfields "a" conflict because "name" and "id" are )"
          "different fields. [OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ dog { friend { a: name b: size } } dog { friend { a: id b: id } } }") ==
          R"(1:3 1:9 1:18 1:26 1:38 1:44 1:53 1:59 Fields "dog" conflict because subfields "friend" conflict because )"
          R"(subfields "a" conflict because "name" and "id" are different fields and subfields "b" conflict because )"
          R"("size" and "id" are different fields. [OverlappingFieldsCanBeMerged])");
    CHECK(faults_in("{ dog { friend { a: name } } dog { friend { b: name } friend { a: id } } }") ==
          R"(1:3 1:9 1:18 1:30 1:55 1:64 Fields "dog" conflict because subfields "friend" conflict because subfields )"
          R"("a" conflict because "name" and "id" are different fields. [OverlappingFieldsCanBeMerged])");
}

TEST_CASE("Overlapping fields are compared through fragments") {
    CHECK(faults_in("{ ...F ...G } fragment F on Query { a: name1 } fragment G on Query { a: name2 }") ==
          R"(1:37 1:70 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ ...F a: name1 } fragment F on Query { ...G } fragment G on Query { a: name2 }") ==
          R"(1:8 1:70 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in(
              "{ dog { ...F } dog { ...G } } fragment F on Dog { a: name ...H } fragment G on Dog { a: id b: name } "
              "fragment H on Dog { b: id }") ==
          R"(1:3 1:51 1:122 1:16 1:86 1:92 Fields "dog" conflict because subfields "a" conflict because "name" and )"
          R"("id" are different fields and subfields "b" conflict because "id" and "name" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ ...F } fragment F on Query { a: name1 a: name2 }") ==
          R"(1:32 1:41 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
    CHECK(faults_in("{ name1 } fragment F on Query { a: name1 ...F a: name2 }") ==
          R"(1:42 Cannot spread fragment "F" within itself. [NoFragmentCycles])"
          "\n"
          R"(1:33 1:47 Fields "a" conflict because "name1" and "name2" are different fields. )"
          "[OverlappingFieldsCanBeMerged]\n"
          R"(1:11 Fragment "F" is never used. [NoUnusedFragments])");
    CHECK(faults_in("{ dog { ...F friend { ...F } } } fragment F on Dog { friend { ...F name: id } name }") ==
          R"(1:14 1:68 1:54 1:79 Fields "friend" conflict because subfields "name" conflict because "id" and "name" )"
          "are different fields. [OverlappingFieldsCanBeMerged]\n"
          R"(1:63 Cannot spread fragment "F" within itself. [NoFragmentCycles])");
    CHECK(faults_in("{ ...F ...F ...Unknown } fragment F on Query { dog { a: name ... { a: id } } }") ==
          R"(1:16 Unknown fragment "Unknown". [KnownFragmentNames])"
          "\n"
          R"(1:54 1:68 Fields "a" conflict because "name" and "id" are different fields. )"
          "[OverlappingFieldsCanBeMerged]");
}

TEST_CASE("Overlapping fields are not known, and compared all the same") {
    CHECK(faults_in(
              "{ a: nothing a: nowhere b: nothing b: nothing(x: 1) dog { c: nothing { d } c: nothing { d: e } } }") ==
          R"(1:3 1:14 Fields "a" conflict because "nothing" and "nowhere" are different fields. )"
          "[OverlappingFieldsCanBeMerged]\n"
          R"(1:25 1:36 Fields "b" conflict because they have differing arguments. [OverlappingFieldsCanBeMerged])"
          "\n"
          R"(1:3 Cannot query field "nothing" on type "Query". [FieldsOnCorrectType])"
          "\n"
          R"(1:14 Cannot query field "nowhere" on type "Query". [FieldsOnCorrectType])"
          "\n"
          R"(1:25 Cannot query field "nothing" on type "Query". [FieldsOnCorrectType])"
          "\n"
          R"(1:36 Cannot query field "nothing" on type "Query". [FieldsOnCorrectType])"
          "\n"
          R"(1:59 1:72 1:76 1:89 Fields "c" conflict because subfields "d" conflict because "d" and "e" are )"
          "different fields. [OverlappingFieldsCanBeMerged]\n"
          R"(1:59 Cannot query field "nothing" on type "Dog". [FieldsOnCorrectType])"
          "\n"
          R"(1:76 Cannot query field "nothing" on type "Dog". [FieldsOnCorrectType])");
}
