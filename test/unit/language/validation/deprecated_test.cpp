// What is deprecated may be used, and is told. What is expected was taken from the reference implementation.
#include "faults.hpp"

using corogql::test::faults_in;

TEST_CASE("Deprecated use: fields, arguments, input fields and values") {
    CHECK(faults_in("{ old(x: 1) list(c: GREEN) }") ==
          "1:3 The field Query.old is deprecated. Use new. [NoDeprecatedCustom]\n"
          R"(1:7 Field "Query.old" argument "x" is deprecated. No longer supported [NoDeprecatedCustom])"
          "\n"
          R"(1:21 The enum value "Color.GREEN" is deprecated. No longer supported [NoDeprecatedCustom])");
    CHECK(faults_in("mutation { set(in: {a: 1, old: 2, c: GREEN}) { id } }") ==
          "1:27 The input field Deep.old is deprecated. old field [NoDeprecatedCustom]\n"
          R"(1:38 The enum value "Color.GREEN" is deprecated. No longer supported [NoDeprecatedCustom])");
    CHECK(faults_in(R"({ name1 @mark(label: "a", old: 1) a: list(c: RED) })") ==
          R"(1:27 Directive "@mark" argument "old" is deprecated. gone [NoDeprecatedCustom])");
    CHECK(faults_in("query ($c: Color! = GREEN) { list(c: $c) }") ==
          R"(1:21 The enum value "Color.GREEN" is deprecated. No longer supported [NoDeprecatedCustom])");
}
