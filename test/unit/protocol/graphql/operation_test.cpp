#include "protocol/graphql/operation.hpp"
#include "protocol/graphql/operation_id.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using kind = protocol::operation_kind;

namespace {

std::string_view kind_of(std::string_view document, std::string_view name = "") {
    switch (protocol::find_operation(document, name)) {
    case kind::query: return "query";
    case kind::mutation: return "mutation";
    case kind::subscription: return "subscription";
    case kind::unknown: break;
    }
    return "unknown";
}

} // namespace

TEST_CASE("find_operation: the only operation needs no name") {
    CHECK(kind_of("{ a }") == "query");
    CHECK(kind_of("{a{b{c}}}") == "query");
    CHECK(kind_of("query { a }") == "query");
    CHECK(kind_of("query Q { a }") == "query");
    CHECK(kind_of("mutation{a}") == "mutation");
    CHECK(kind_of("subscription S($x: Int) { a }") == "subscription");
    CHECK(kind_of("\xEF\xBB\xBF\n\t,mutation M { a }") == "mutation");
}

TEST_CASE("find_operation: fragments around it do not matter") {
    CHECK(kind_of("fragment F on T { a } mutation { b { ...F } }") == "mutation");
    CHECK(kind_of("mutation { b { ...F ... on T { c } ...@include(if: true) { d } } } fragment F on T { a }") ==
          "mutation");
    CHECK(kind_of("fragment query on mutation { subscription } query { a }") == "query");
    CHECK(kind_of("fragment F($x: T = {a: 1}) on T @d(x: {y: 2}) { a } mutation { a }") == "mutation");
}

TEST_CASE("find_operation: of several operations the name decides") {
    constexpr auto document = "query Q { a } mutation M { a } fragment F on T { a } subscription S { a }";
    CHECK(kind_of(document, "Q") == "query");
    CHECK(kind_of(document, "M") == "mutation");
    CHECK(kind_of(document, "S") == "subscription");
    CHECK(kind_of(document, "F") == "unknown");
    CHECK(kind_of(document, "q") == "unknown");
    CHECK(kind_of(document) == "unknown");
}

TEST_CASE("may_come_in_steps: directives count, wherever they stand; strings and comments do not (M8)") {
    for (const char* document :
         {"{ a @defer }", "{...@stream}", "{ a @ # comment\n defer(if: true) }", "{ a @b @stream"})
        CHECK(protocol::may_come_in_steps(document));
    for (const char* document : {"", "{ a }", "@", "{ defer stream }", "{ a @b defer }", "{ a @deferred }", "# @defer",
                                 R"({ a(b: "@defer") })", R"({ a(b: """ "@stream" """) })"})
        CHECK(!protocol::may_come_in_steps(document));
}

TEST_CASE("find_operation: a name that nobody has, or two, tells nothing") {
    CHECK(kind_of("{ a }", "Q") == "unknown");
    CHECK(kind_of("query { a }", "Q") == "unknown");
    CHECK(kind_of("query Q { a } mutation Q { a }", "Q") == "unknown");
    CHECK(kind_of("{ a } mutation { a }") == "unknown");
}

TEST_CASE("find_operation: keywords are names like any other where names stand") {
    CHECK(kind_of("query mutation { mutation }", "mutation") == "query");
    CHECK(kind_of("mutation query { query }") == "mutation");
    CHECK(kind_of("query query { query }", "query") == "query");
    CHECK(kind_of("query Q($mutation: mutation = mutation) @mutation { mutation: mutation(mutation: "
                  "$mutation) }") == "query");
    CHECK(kind_of("mutation fragment { fragment { on } }", "fragment") == "mutation");
    CHECK(kind_of("query on { a } mutation fragment { b }", "on") == "query");
}

TEST_CASE("find_operation: a directive's name is not the operation's") {
    CHECK(kind_of("query @live { a }") == "query");
    CHECK(kind_of("query @live { a }", "live") == "unknown");
    CHECK(kind_of("query Q @M { a } mutation M @Q { a }", "M") == "mutation");
    CHECK(kind_of("query ($x: M) { a }", "x") == "unknown");
}

TEST_CASE("find_operation: braces in default values and arguments close nothing") {
    CHECK(kind_of("query A($in: In = {a: {b: [{c: 1}]}}) @d(x: {y: {}}) { f(x: {y: {z: {}}}) { g } } "
                  "mutation B { a }",
                  "B") == "mutation");
    CHECK(kind_of("query A($x: [In!]! = [{}, {}]) { f(x: [{}]) @include(if: $b) { g } } mutation B { a }", "A") ==
          "query");
}

TEST_CASE("find_operation: comments are passed over, to the end of the line") {
    CHECK(kind_of("# mutation { a }\nquery { a }") == "query");
    CHECK(kind_of("# mutation { a }\rquery { a }") == "query");
    CHECK(kind_of("query { a # } mutation { \" \"\"\"\n b } # end") == "query");
    CHECK(kind_of("query Q # ( {\n{ a(x: 1 # )\n) } mutation M { b }", "M") == "mutation");
    CHECK(kind_of("# nothing else") == "unknown");
}

TEST_CASE("find_operation: strings are passed over") {
    CHECK(kind_of(R"({ a(x: "} mutation M { b") } )") == "query");
    CHECK(kind_of(R"({ a(x: "\"} mutation M { b") })") == "query");
    CHECK(kind_of(R"({ a(x: "\\") } mutation M { b })", "M") == "mutation");
    CHECK(kind_of(R"({ a(x: "", y: "# {") } mutation M { b })", "M") == "mutation");
    CHECK(kind_of(R"("a description" mutation M { b })") == "mutation");
}

TEST_CASE("find_operation: so are block strings") {
    CHECK(kind_of("{ a(x: \"\"\"\n} mutation { b }\n\"\"\") }") == "query");
    CHECK(kind_of(R"({ a(x: """ " "" } \""" } \ """) } mutation M { b })", "M") == "mutation");
    CHECK(kind_of(R"({ a(x: """""", y: """"quoted" """) } mutation M { b })", "M") == "mutation");
    CHECK(kind_of(R"({ a(x: """\\""" } mutation M { b } """) })") == "query"); // only the quotes can be escaped
}

TEST_CASE("find_operation: documents that are cut or mad are survived") {
    for (const std::string_view document : {"",
                                            " ",
                                            "}",
                                            "{",
                                            "((((",
                                            "query",
                                            "query Q",
                                            "query Q(",
                                            "query Q {",
                                            "\"",
                                            "\"\\",
                                            "\"\"\"",
                                            "\"\"\"\\\"\"\"",
                                            "\"\"",
                                            "#",
                                            "))) { a }",
                                            "}}}} query { a }",
                                            "\xff\xfe",
                                            "schema { query: Q }",
                                            "@",
                                            "query Q ) { a }"}) {
        CAPTURE(document);
        CHECK_NOTHROW(kind_of(document));
        CHECK_NOTHROW(kind_of(document, "Q"));
    }
    CHECK(kind_of("") == "unknown");
    CHECK(kind_of("quer { a }") == "unknown");
    CHECK(kind_of(std::string(1'000'000, '{')) == "query");
}

TEST_CASE("operation id: a number as the client writes it, and 0 for all else") {
    CHECK(protocol::read_operation_id("1") == 1);
    CHECK(protocol::read_operation_id("9999999999999999999") == 9'999'999'999'999'999'999U);
    for (const std::string_view other : {"", "0", "01", "-1", "+1", "1 ", "1.0", "a", "1a", "10000000000000000000"}) {
        CAPTURE(other);
        CHECK(protocol::read_operation_id(other) == 0);
    }
}
