// Directives (section 5.7) and arguments (section 5.4). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Directives and arguments: directives are known, and stand where they may") {
    CHECK(faults_in(R"(query @unknown { name1 @mark(label: "a") dog @deprecated { id } })") ==
          R"(1:7 Unknown directive "@unknown". [KnownDirectives])"
          "\n"
          R"(1:46 Directive "@deprecated" may not be used on FIELD. [KnownDirectives])");
    CHECK(
        faults_in(
            R"(query Q($a: Int @once @skip(if: true)) @once { list(of: [[$a]]) ...F @mark(label: "a") } fragment F on )"
            "Query @skip(if: true) { name1 }") ==
        R"(1:23 Directive "@skip" may not be used on VARIABLE_DEFINITION. [KnownDirectives])"
        "\n"
        R"(1:40 Directive "@once" may not be used on QUERY. [KnownDirectives])"
        "\n"
        R"(1:70 Directive "@mark" may not be used on FRAGMENT_SPREAD. [KnownDirectives])"
        "\n"
        R"(1:9 1:59 Variable "$a" of type "Int" used in position expecting type "Int!". )"
        "[VariablesInAllowedPosition]\n"
        R"(1:110 Directive "@skip" may not be used on FRAGMENT_DEFINITION. [KnownDirectives])");
    CHECK(faults_in("{ ... @once { name1 } }") ==
          R"(1:7 Directive "@once" may not be used on INLINE_FRAGMENT. [KnownDirectives])");
}

TEST_CASE("Directives and arguments: directives are given once unless they are repeatable") {
    CHECK(faults_in(R"({ name1 @once @once @once @mark(label: "a") @mark(label: "b") })") ==
          R"(1:9 1:15 The directive "@once" can only be used once at this location. [UniqueDirectivesPerLocation])"
          "\n"
          R"(1:9 1:21 The directive "@once" can only be used once at this location. [UniqueDirectivesPerLocation])");
    CHECK(faults_in("query ($a: Int @once @once) { list(of: [[$a]]) }") ==
          R"(1:16 1:22 The directive "@once" can only be used once at this location. [UniqueDirectivesPerLocation])"
          "\n"
          R"(1:8 1:42 Variable "$a" of type "Int" used in position expecting type "Int!". )"
          "[VariablesInAllowedPosition]");
}

TEST_CASE("Directives and arguments: arguments are known") {
    CHECK(faults_in("{ node(id: 1, di: 2) { id } dog(a: 1) { id } }") ==
          R"(1:15 Unknown argument "di" on field "Query.node". Did you mean "id"? [KnownArgumentNames])"
          "\n"
          R"(1:33 Unknown argument "a" on field "Query.dog". [KnownArgumentNames])");
    CHECK(faults_in(R"({ name1 @once(aa: 1) @mark(label: "a", lable: 1, xyzzy: 2) })") ==
          R"(1:15 Unknown argument "aa" on directive "@once". Did you mean "a"? [KnownArgumentNames])"
          "\n"
          R"(1:40 Unknown argument "lable" on directive "@mark". Did you mean "label"? [KnownArgumentNames])"
          "\n"
          R"(1:50 Unknown argument "xyzzy" on directive "@mark". [KnownArgumentNames])");
    CHECK(faults_in("{ dog { barks(Loud: true, laud: true) } }") ==
          R"(1:15 Unknown argument "Loud" on field "Dog.barks". Did you mean "loud"? [KnownArgumentNames])"
          "\n"
          R"(1:27 Unknown argument "laud" on field "Dog.barks". Did you mean "loud"? [KnownArgumentNames])");
    CHECK(faults_in("{ nothing(a: 1) { id } name1 @unknown(a: 1) }") ==
          R"(1:3 Cannot query field "nothing" on type "Query". [FieldsOnCorrectType])"
          "\n"
          R"(1:30 Unknown directive "@unknown". [KnownDirectives])");
    CHECK(faults_in("{ name1 @unknown(x: 1) cat(size: 1) @once(a: $size) { id } }") ==
          R"(1:9 Unknown directive "@unknown". [KnownDirectives])"
          "\n"
          R"(1:46 1:1 Variable "$size" is not defined. [NoUndefinedVariables])");
}

TEST_CASE("Directives and arguments: arguments are given once") {
    CHECK(faults_in(R"({ cat(size: 1, name: "a", size: 2) { id } name1 @once(a: 1, a: 2, a: 3) })") ==
          R"(1:7 1:27 There can be only one argument named "size". [UniqueArgumentNames])"
          "\n"
          R"(1:55 1:61 1:67 There can be only one argument named "a". [UniqueArgumentNames])");
}

TEST_CASE("Directives and arguments: required arguments are given") {
    CHECK(faults_in("{ node { id } cat { id } name1 @skip @mark }") ==
          R"(1:3 Field "node" argument "id" of type "ID!" is required, but it was not provided. )"
          "[ProvidedRequiredArguments]\n"
          R"(1:15 Field "cat" argument "size" of type "Int!" is required, but it was not provided. )"
          "[ProvidedRequiredArguments]\n"
          R"(1:32 Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided. )"
          "[ProvidedRequiredArguments]\n"
          R"(1:38 Directive "@mark" argument "label" of type "String!" is required, but it was not provided. )"
          "[ProvidedRequiredArguments]");
    CHECK(faults_in("{ cat(size: null) { id } }") ==
          R"(1:13 Expected value of type "Int!", found null. [ValuesOfCorrectType])");
}
