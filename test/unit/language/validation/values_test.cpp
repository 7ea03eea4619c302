// Values (section 5.6). What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Values: scalars") {
    CHECK(
        faults_in(R"({ cat(size: 1.0) { id } a: cat(size: "1") { id } b: cat(size: 2147483648) { id } c: cat(size: )"
                  "-2147483648) { id } d: cat(size: -2147483649) { id } e: cat(size: 99999999999999999999) { id } }") ==
        "1:13 Int cannot represent non-integer value: 1.0 [ValuesOfCorrectType]\n"
        R"(1:38 Int cannot represent non-integer value: "1" [ValuesOfCorrectType])"
        "\n"
        "1:63 Int cannot represent non 32-bit signed integer value: 2147483648 [ValuesOfCorrectType]\n"
        "1:128 Int cannot represent non 32-bit signed integer value: -2147483649 [ValuesOfCorrectType]\n"
        "1:161 Int cannot represent non 32-bit signed integer value: 99999999999999999999 [ValuesOfCorrectType]");
    CHECK(faults_in(R"({ scalar(f: "1") a: scalar(f: 1) b: scalar(f: 1e50) c: scalar(f: RED) d: scalar(f: true) })") ==
          R"(1:13 Float cannot represent non numeric value: "1" [ValuesOfCorrectType])"
          "\n"
          "1:66 Float cannot represent non numeric value: RED [ValuesOfCorrectType]\n"
          "1:84 Float cannot represent non numeric value: true [ValuesOfCorrectType]");
    CHECK(faults_in(R"({ scalar(b: 1) a: scalar(b: "true") b: scalar(b: TRUE) })") ==
          "1:13 Boolean cannot represent a non boolean value: 1 [ValuesOfCorrectType]\n"
          R"(1:29 Boolean cannot represent a non boolean value: "true" [ValuesOfCorrectType])"
          "\n"
          "1:50 Boolean cannot represent a non boolean value: TRUE [ValuesOfCorrectType]");
    CHECK(
        faults_in(
            R"({ cat(size: 1, name: 1) { id } a: cat(size: 1, name: RED) { id } b: cat(size: 1, name: ["a"]) { id } c: )"
            R"(cat(size: 1, name: {a: 1}) { id } d: cat(size: 1, name: """block""") { id } })") ==
        "1:22 String cannot represent a non string value: 1 [ValuesOfCorrectType]\n"
        "1:54 String cannot represent a non string value: RED [ValuesOfCorrectType]\n"
        R"(1:88 String cannot represent a non string value: ["a"] [ValuesOfCorrectType])"
        "\n"
        "1:124 String cannot represent a non string value: {a: 1} [ValuesOfCorrectType]");
    CHECK(faults_in(
              R"({ node(id: 1.5) { id } a: node(id: "1") { id } b: node(id: 1) { id } c: node(id: true) { id } })") ==
          "1:12 ID cannot represent a non-string and non-integer value: 1.5 [ValuesOfCorrectType]\n"
          "1:82 ID cannot represent a non-string and non-integer value: true [ValuesOfCorrectType]");
    CHECK(faults_in(R"({ scalar(at: {a: [1, $b], c: "d"}) a: scalar(at: [1, 2]) b: scalar(at: RED) })") ==
          R"(1:22 1:1 Variable "$b" is not defined. [NoUndefinedVariables])");
    CHECK(faults_in(R"({ cat(size: "é\" \u0001 😀") { id } })") ==
          R"(1:13 Int cannot represent non-integer value: "é\" \u0001 😀" [ValuesOfCorrectType])");
}

TEST_CASE("Values: enums") {
    CHECK(faults_in(
              R"({ list(c: RAD) a: list(c: "RED") b: list(c: 1) c: list(c: red) d: list(c: XYZZY) e: list(c: RED1) f: )"
              "list(c: null) g: list(c: [RED]) h: list(c: {RED: RED}) }") ==
          R"(1:11 Value "RAD" does not exist in "Color" enum. Did you mean the enum value "RED" or "RED2"? )"
          "[ValuesOfCorrectType]\n"
          R"(1:27 Enum "Color" cannot represent non-enum value: "RED". Did you mean the enum value "RED", "RED2", or )"
          R"("GREEN"? [ValuesOfCorrectType])"
          "\n"
          R"(1:45 Enum "Color" cannot represent non-enum value: 1. [ValuesOfCorrectType])"
          "\n"
          R"(1:59 Value "red" does not exist in "Color" enum. Did you mean the enum value "RED" or "RED2"? )"
          "[ValuesOfCorrectType]\n"
          R"(1:75 Value "XYZZY" does not exist in "Color" enum. [ValuesOfCorrectType])"
          "\n"
          R"(1:93 Value "RED1" does not exist in "Color" enum. Did you mean the enum value "RED" or "RED2"? )"
          "[ValuesOfCorrectType]\n"
          R"(1:110 Expected value of type "Color!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:127 Enum "Color" cannot represent non-enum value: [RED]. Did you mean the enum value "RED", "RED2", )"
          R"(or "GREEN"? [ValuesOfCorrectType])"
          "\n"
          R"(1:145 Enum "Color" cannot represent non-enum value: {RED: RED}. [ValuesOfCorrectType])");
}

TEST_CASE("Values: null") {
    CHECK(faults_in("{ node(id: null) { id } cat(size: 1, name: null) { id } list(of: [[null], null]) }") ==
          R"(1:12 Expected value of type "ID!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:68 Expected value of type "Int!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:75 Expected value of type "[Int!]!", found null. [ValuesOfCorrectType])");
    CHECK(faults_in("{ name1 @skip(if: null) scalar(s: [null]) }") ==
          R"(1:19 Expected value of type "Boolean!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:36 Expected value of type "String!", found null. [ValuesOfCorrectType])");
}

TEST_CASE("Values: lists") {
    CHECK(
        faults_in(
            R"({ list(of: 1) a: list(of: [1]) b: list(of: [[1, "a"], [[2]]]) c: list(of: "a") d: list(of: {a: 1}) })") ==
        R"(1:49 Int cannot represent non-integer value: "a" [ValuesOfCorrectType])"
        "\n"
        "1:56 Int cannot represent non-integer value: [2] [ValuesOfCorrectType]\n"
        R"(1:75 Int cannot represent non-integer value: "a" [ValuesOfCorrectType])"
        "\n"
        "1:92 Int cannot represent non-integer value: {a: 1} [ValuesOfCorrectType]");
    CHECK(faults_in(R"({ scalar(s: "a") a: scalar(s: ["a", 1]) b: scalar(s: [["a"]]) })") ==
          "1:37 String cannot represent a non string value: 1 [ValuesOfCorrectType]\n"
          R"(1:55 String cannot represent a non string value: ["a"] [ValuesOfCorrectType])");
}

TEST_CASE("Values: input objects") {
    CHECK(faults_in(
              "mutation { set(in: {}) { id } a: set(in: {a: 1, e: 2}) { id } b: set(in: 1) { id } c: set(in: [{a: 1}]) "
              R"({ id } d: set(in: {a: "1", b: {a: null}, d: null}) { id } e: set(in: {a: 1, flg: true}) { id } })") ==
          R"(1:20 Field "Deep.a" of required type "Int!" was not provided. [ValuesOfCorrectType])"
          "\n"
          R"(1:49 Field "e" is not defined by type "Deep". Did you mean "a", "b", "c", "d", or "s"? )"
          "[ValuesOfCorrectType]\n"
          R"(1:74 Expected value of type "Deep!", found 1. [ValuesOfCorrectType])"
          "\n"
          R"(1:95 Expected value of type "Deep", found [{a: 1}]. [ValuesOfCorrectType])"
          "\n"
          R"(1:127 Int cannot represent non-integer value: "1" [ValuesOfCorrectType])"
          "\n"
          R"(1:139 Expected value of type "Int!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:149 Expected value of type "Float!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:181 Field "flg" is not defined by type "Deep". Did you mean "flag" or "old"? [ValuesOfCorrectType])");
    CHECK(faults_in(R"(mutation { set(in: {a: 1, a: 2, b: {a: 1, s: "a", s: "b", s: "c"}}) { id } })") ==
          R"(1:21 1:27 There can be only one input field named "a". [UniqueInputFieldNames])"
          "\n"
          R"(1:43 1:51 There can be only one input field named "s". [UniqueInputFieldNames])"
          "\n"
          R"(1:43 1:59 There can be only one input field named "s". [UniqueInputFieldNames])");
}

TEST_CASE("Values: input objects with one field") {
    CHECK(
        faults_in(
            R"({ find(by: {}) { id } a: find(by: {id: 1, name: "a"}) { id } b: find(by: {id: null}) { id } c: find(by: )"
            "{id: 1}) { id } d: find(by: {idd: 1}) { id } e: find(by: {id: 1, id: 2}) { id } }") ==
        R"(1:12 OneOf Input Object "Find" must specify exactly one key. [ValuesOfCorrectType])"
        "\n"
        R"(1:35 OneOf Input Object "Find" must specify exactly one key. [ValuesOfCorrectType])"
        "\n"
        R"(1:74 Field "Find.id" must be non-null. [ValuesOfCorrectType])"
        "\n"
        R"(1:134 Field "idd" is not defined by type "Find". Did you mean "id"? [ValuesOfCorrectType])"
        "\n"
        R"(1:163 1:170 There can be only one input field named "id". [UniqueInputFieldNames])");
}

TEST_CASE("Values: defaults of variables") {
    CHECK(faults_in(
              R"(query ($a: Int = "a", $b: Color = RAD, $c: Deep = {b: 1}, $d: [Int!] = [1, null]) { list(of: [$d]) )"
              "scalar(at: [$a, $b, $c]) }") ==
          R"(1:18 Int cannot represent non-integer value: "a" [ValuesOfCorrectType])"
          "\n"
          R"(1:35 Value "RAD" does not exist in "Color" enum. Did you mean the enum value "RED" or "RED2"? )"
          "[ValuesOfCorrectType]\n"
          R"(1:51 Field "Deep.a" of required type "Int!" was not provided. [ValuesOfCorrectType])"
          "\n"
          R"(1:55 Expected value of type "[Deep!]", found 1. [ValuesOfCorrectType])"
          "\n"
          R"(1:76 Expected value of type "Int!", found null. [ValuesOfCorrectType])"
          "\n"
          R"(1:8 1:112 Variable "$a" of type "Int" used in position expecting type "Date". )"
          "[VariablesInAllowedPosition]\n"
          R"(1:23 1:116 Variable "$b" of type "Color" used in position expecting type "Date". )"
          "[VariablesInAllowedPosition]\n"
          R"(1:40 1:120 Variable "$c" of type "Deep" used in position expecting type "Date". )"
          "[VariablesInAllowedPosition]");
}

TEST_CASE("Values: a default that does not fit is none") {
    const corogql::language::schema odd(corogql::language::parse(
        "type Query { g(i: Int! = null): Int h(i: Int! = \"x\"): Int k(i: I): Int m(i: Int! = 1): Int } "
        "input I { a: Int! = null }"));
    std::string all;
    for (const auto& one : corogql::language::validate(
             odd, corogql::language::parse("query($v: Int) { g h k(i: {}) m m2: m(i: $v) g2: g(i: $v) }")))
        all += one.message + '\n';
    CHECK(all == "Field \"g\" argument \"i\" of type \"Int!\" is required, but it was not provided.\n"
                 "Field \"h\" argument \"i\" of type \"Int!\" is required, but it was not provided.\n"
                 "Field \"I.a\" of required type \"Int!\" was not provided.\n"
                 "Variable \"$v\" of type \"Int\" used in position expecting type \"Int!\".\n");
}
