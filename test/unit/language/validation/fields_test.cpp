// Fields of selections (section 5.3). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Fields leaves alone have no selections") {
    CHECK(faults_in("{ dog }") ==
          R"(1:3 Field "dog" of type "Dog" must have a selection of subfields. Did you mean "dog { ... }"? )"
          "[ScalarLeafs]");
    CHECK(faults_in("{ dog { name { a } } }") ==
          R"(1:14 Field "name" must not have a selection since type "String" has no subfields. [ScalarLeafs])");
    CHECK(faults_in("{ any }") ==
          R"(1:3 Field "any" of type "[Any!]!" must have a selection of subfields. Did you mean "any { ... }"? )"
          "[ScalarLeafs]");
    CHECK(faults_in("{ name1 { ...F } } fragment F on Query { name2 }") ==
          R"(1:9 Field "name1" must not have a selection since type "Int" has no subfields. [ScalarLeafs])");
    CHECK(faults_in("{ dog { owner { pets } } }") ==
          R"(1:17 Field "pets" of type "[Pet!]" must have a selection of subfields. Did you mean "pets { ... }"? )"
          "[ScalarLeafs]");
}

TEST_CASE("Fields a type has the field") {
    CHECK(faults_in("{ dog { nam } }") ==
          R"(1:9 Cannot query field "nam" on type "Dog". Did you mean "name"? [FieldsOnCorrectType])");
    CHECK(faults_in("{ dog { barc } }") ==
          R"(1:9 Cannot query field "barc" on type "Dog". Did you mean "barks"? [FieldsOnCorrectType])");
    CHECK(faults_in("{ pet { barks } }") ==
          R"(1:9 Cannot query field "barks" on type "Pet". Did you mean to use an inline fragment on "Dog"? )"
          "[FieldsOnCorrectType]");
    CHECK(faults_in("{ pet { size } }") ==
          R"(1:9 Cannot query field "size" on type "Pet". Did you mean to use an inline fragment on "Cat" or "Dog"? )"
          "[FieldsOnCorrectType]");
    CHECK(faults_in("{ any { name } }") ==
          R"(1:9 Cannot query field "name" on type "Any". Did you mean to use an inline fragment on "Pet", "Cat", )"
          R"("Dog", or "Human"? [FieldsOnCorrectType])");
    CHECK(faults_in("{ any { __typename id } }") ==
          R"(1:20 Cannot query field "id" on type "Any". Did you mean to use an inline fragment on "Node", "Pet", )"
          R"("Cat", "Dog", or "Human"? [FieldsOnCorrectType])");
    CHECK(faults_in("{ dog { xyzzyxyzzy } }") ==
          R"(1:9 Cannot query field "xyzzyxyzzy" on type "Dog". [FieldsOnCorrectType])");
    CHECK(faults_in("{ name }") ==
          R"(1:3 Cannot query field "name" on type "Query". Did you mean "name1", "name2", "name10", or "node"? )"
          "[FieldsOnCorrectType]");
    CHECK(faults_in("{ node(id: 1) { name } }") ==
          R"(1:17 Cannot query field "name" on type "Node". Did you mean to use an inline fragment on "Pet", "Cat", )"
          R"("Dog", or "Human"? [FieldsOnCorrectType])");
    CHECK(faults_in("{ __typename dog { __schema { queryType { name } } } }") ==
          R"(1:20 Cannot query field "__schema" on type "Dog". [FieldsOnCorrectType])");
    CHECK(faults_in("{ nothing { nothing { nothing } } }") ==
          R"(1:3 Cannot query field "nothing" on type "Query". [FieldsOnCorrectType])");
}

TEST_CASE("Fields meta fields") {
    CHECK(faults_in(
              R"({ __schema { queryType { name } } __type(name: "Dog") { kind } __typename any { __typename } })") ==
          "");
    CHECK(faults_in("{ __type { kind } }") ==
          R"(1:3 Field "__type" argument "name" of type "String!" is required, but it was not provided. )"
          "[ProvidedRequiredArguments]");
}

TEST_CASE("Fields introspection lists do not nest deeply") {
    CHECK(faults_in("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }") ==
          "1:3 Maximum introspection depth exceeded [MaxIntrospectionDepth]");
    CHECK(faults_in("{ __schema { types { fields { type { interfaces { name } } } } } }") == "");
    CHECK(
        faults_in(
            R"({ __type(name: "Dog") { ...A } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type )"
            "{ possibleTypes { ...A } }") ==
        "1:3 Maximum introspection depth exceeded [MaxIntrospectionDepth]\n"
        R"(1:73 1:123 Cannot spread fragment "A" within itself via "B". [NoFragmentCycles])");
}
