#include "language/syntax/parse.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using corogql::language::parse;
using corogql::language::parse_options;

namespace {

/// Returns what is wrong with a text: the message, and the line and column.
std::string syntax_problem(std::string text, const parse_options& options = {}) {
    try {
        const auto read = parse(std::make_shared<const corogql::language::source>("test", std::move(text)), options);
        return "nothing";
    } catch (const corogql::language::syntax_error& failure) {
        const auto& [file, at] = failure.what_is_wrong().where.at(0);
        return std::string(failure.what()) + ' ' + std::to_string(at.line) + ':' + std::to_string(at.column);
    }
}

} // namespace

TEST_CASE("syntax errors: worded and placed as graphql-js does") {
    using namespace std::string_view_literals;
    constexpr std::pair<std::string_view, std::string_view> cases[]{
        {"", "Syntax Error: Unexpected <EOF>. 1:1"},
        {"{", "Syntax Error: Expected Name, found <EOF>. 1:2"},
        {"?", "Syntax Error: Unexpected character: \"?\". 1:1"},
        {"{ a ? }", "Syntax Error: Unexpected character: \"?\". 1:5"},
        {"{ a(b: 'c') }",
         "Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")? 1:8"},
        {"{ é }", "Syntax Error: Unexpected character: U+00E9. 1:3"},
        {"{ \x07"
         " }",
         "Syntax Error: Unexpected character: U+0007. 1:3"},
        {"# 🦊\n🦊", "Syntax Error: Unexpected character: U+1F98A. 2:1"},
        {"\"🦊\" ?", "Syntax Error: Unexpected character: \"?\". 1:6"},
        {"{ a(b: \"🦊\", c: ?) }", "Syntax Error: Unexpected character: \"?\". 1:17"},
        {"{ .. }", "Syntax Error: Unexpected character: \".\". 1:3"},
        {"{ a(b: -) }", "Syntax Error: Invalid number, expected digit but got: \")\". 1:9"},
        {"{ a(b: 01) }", "Syntax Error: Invalid number, unexpected digit after 0: \"1\". 1:9"},
        {"{ a(b: 1.) }", "Syntax Error: Invalid number, expected digit but got: \")\". 1:10"},
        {"{ a(b: 1.e1) }", "Syntax Error: Invalid number, expected digit but got: \"e\". 1:10"},
        {"{ a(b: 1.2.3) }", "Syntax Error: Invalid number, expected digit but got: \".\". 1:11"},
        {"{ a(b: 1a) }", "Syntax Error: Invalid number, expected digit but got: \"a\". 1:9"},
        {"{ a(b: 0xF) }", "Syntax Error: Invalid number, expected digit but got: \"x\". 1:9"},
        {"{ a(b: 1e) }", "Syntax Error: Invalid number, expected digit but got: \")\". 1:10"},
        {"{ a(b: -é) }", "Syntax Error: Invalid number, expected digit but got: U+00E9. 1:9"},
        {"{ a(b: \"c", "Syntax Error: Unterminated string. 1:10"},
        {"{ a(b: \"c\n\") }", "Syntax Error: Unterminated string. 1:10"},
        {"{ a(b: \"\\z\") }", "Syntax Error: Invalid character escape sequence: \"\\z\". 1:9"},
        {"{ a(b: \"\\u12\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\u12\")\". 1:9"},
        {"{ a(b: \"\\u{110000}\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\u{110000}\". 1:9"},
        {"{ a(b: \"\\u{D800}\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\u{D800}\". 1:9"},
        {"{ a(b: \"\\uD83D\\u0041\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\uD83D\". 1:9"},
        {"{ a(b: \"\\uDE00\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\uDE00\". 1:9"},
        {"{ a(b: \"\\u{}\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\u{}\". 1:9"},
        {"{ a(b: \"\"\"c", "Syntax Error: Unterminated string. 1:12"},
        {"{ a(b: \"\"\"\n\n\\\"\"\" \"\") }", "Syntax Error: Unterminated string. 3:11"},
        {"{ a(b: ) }", "Syntax Error: Unexpected \")\". 1:8"},
        {"query ($a: Int = $b) { a }", "Syntax Error: Unexpected variable \"$b\" in constant value. 1:18"},
        {"query ($a: Int = [$]) { a }", "Syntax Error: Unexpected \"$\". 1:19"},
        {"fragment on on on { a }", "Syntax Error: Unexpected Name \"on\". 1:10"},
        {"fragment a on { a }", "Syntax Error: Expected Name, found \"{\". 1:15"},
        {"{ ...on }", "Syntax Error: Expected Name, found \"}\". 1:9"},
        {"{ ... on }", "Syntax Error: Expected Name, found \"}\". 1:10"},
        {"notAnOperation Foo { a }", "Syntax Error: Unexpected Name \"notAnOperation\". 1:1"},
        {"type A {}", "Syntax Error: Expected Name, found \"}\". 1:9"},
        {"type A { }", "Syntax Error: Expected Name, found \"}\". 1:10"},
        {"type A implements { a: Int }", "Syntax Error: Expected Name, found \"{\". 1:19"},
        {"type A implements B, C { a: Int }", "Syntax Error: Unexpected Name \"C\". 1:22"},
        {"type A implements B C { a: Int }", "Syntax Error: Unexpected Name \"C\". 1:21"},
        {"type A implements & { a: Int }", "Syntax Error: Expected Name, found \"{\". 1:21"},
        {"enum E { true }", "Syntax Error: Name \"true\" is reserved and cannot be used for an enum value. 1:10"},
        {"enum E { A null }", "Syntax Error: Name \"null\" is reserved and cannot be used for an enum value. 1:12"},
        {"enum E {}", "Syntax Error: Expected Name, found \"}\". 1:9"},
        {"input I {}", "Syntax Error: Expected Name, found \"}\". 1:10"},
        {"interface I {}", "Syntax Error: Expected Name, found \"}\". 1:14"},
        {"directive @a on FOO", "Syntax Error: Unexpected Name \"FOO\". 1:17"},
        {"directive @a on", "Syntax Error: Expected Name, found <EOF>. 1:16"},
        {"directive a on FIELD", "Syntax Error: Expected \"@\", found Name \"a\". 1:11"},
        {"directive @a(b: Int on FIELD", "Syntax Error: Expected \":\", found Name \"FIELD\". 1:24"},
        {"extend type A", "Syntax Error: Unexpected <EOF>. 1:14"},
        {"extend schema", "Syntax Error: Unexpected <EOF>. 1:14"},
        {"extend scalar A", "Syntax Error: Unexpected <EOF>. 1:16"},
        {"extend union A", "Syntax Error: Unexpected <EOF>. 1:15"},
        {"extend input A", "Syntax Error: Unexpected <EOF>. 1:15"},
        {"extend enum A", "Syntax Error: Unexpected <EOF>. 1:14"},
        {"extend interface A", "Syntax Error: Unexpected <EOF>. 1:19"},
        {"extend query", "Syntax Error: Unexpected Name \"query\". 1:8"},
        {"extend", "Syntax Error: Unexpected <EOF>. 1:7"},
        {"union U =", "Syntax Error: Expected Name, found <EOF>. 1:10"},
        {"union U = |", "Syntax Error: Expected Name, found <EOF>. 1:12"},
        {"union U = | A |", "Syntax Error: Expected Name, found <EOF>. 1:16"},
        {"{ a: }", "Syntax Error: Expected Name, found \"}\". 1:6"},
        {"\"\"\"d\"\"\" { a }",
         "Syntax Error: Unexpected description, descriptions are not supported on shorthand queries. 1:1"},
        {"\"d\" extend type A { a: Int }",
         "Syntax Error: Unexpected description, only GraphQL definitions support descriptions. 1:1"},
        {"\"d\"", "Syntax Error: Unexpected <EOF>. 1:4"},
        {"\"d\" foo", "Syntax Error: Unexpected description, only GraphQL definitions support descriptions. 1:1"},
        {"\"d\" fragment on on", "Syntax Error: Unexpected Name \"on\". 1:14"},
        {"\"d\" 3", "Syntax Error: Unexpected Int \"3\". 1:5"},
        {"\"d\" \"e\" type A { a: Int }", "Syntax Error: Unexpected String \"e\". 1:5"},
        {"input I { a: Int = $x }", "Syntax Error: Unexpected variable \"$x\" in constant value. 1:20"},
        {"schema {}", "Syntax Error: Expected Name, found \"}\". 1:9"},
        {"schema", "Syntax Error: Expected \"{\", found <EOF>. 1:7"},
        {"schema { foo: A }", "Syntax Error: Unexpected Name \"foo\". 1:10"},
        {"schema { query A }", "Syntax Error: Expected \":\", found Name \"A\". 1:16"},
        {"{ a @ }", "Syntax Error: Expected Name, found \"}\". 1:7"},
        {"type A { a: [Int }", "Syntax Error: Expected \"]\", found \"}\". 1:18"},
        {"type A { a: Int!! }", "Syntax Error: Expected Name, found \"!\". 1:17"},
        {"scalar A @b(c: $d)", "Syntax Error: Unexpected variable \"$d\" in constant value. 1:16"},
        {"query Q($a: [Int!!]) { a }", "Syntax Error: Expected \"]\", found \"!\". 1:18"},
        {"{ f(a: { b: }) }", "Syntax Error: Unexpected \"}\". 1:13"},
        {"{ f(a: [1, ) }", "Syntax Error: Unexpected \")\". 1:12"},
        {"type A { a(b: Int: Int }", "Syntax Error: Expected Name, found \":\". 1:18"},
        {"type A { a() : Int }", "Syntax Error: Expected Name, found \")\". 1:12"},
        {"{ a", "Syntax Error: Expected Name, found <EOF>. 1:4"},
        {"{ a }}", "Syntax Error: Unexpected \"}\". 1:6"},
        {"mutation", "Syntax Error: Expected \"{\", found <EOF>. 1:9"},
        {"subscription S", "Syntax Error: Expected \"{\", found <EOF>. 1:15"},
        {"query Q(", "Syntax Error: Expected \"$\", found <EOF>. 1:9"},
        {"query Q() { a }", "Syntax Error: Expected \"$\", found \")\". 1:9"},
        {"type 1 { a: Int }", "Syntax Error: Expected Name, found Int \"1\". 1:6"},
        {"{ a { } }", "Syntax Error: Expected Name, found \"}\". 1:7"},
        {"{ a } type", "Syntax Error: Expected Name, found <EOF>. 1:11"},
        {"query { a } }", "Syntax Error: Unexpected \"}\". 1:13"},
        {"{ \"a\" }", "Syntax Error: Expected Name, found String \"a\". 1:3"},
        {"{ a(b: \"\"\"multi\nline\"\"\" c) }", "Syntax Error: Expected \":\", found \")\". 2:10"},
        {"query Q($a: Int { a }", "Syntax Error: Expected \"$\", found \"{\". 1:17"},
        {"﻿{ a(: 1) }", "Syntax Error: Expected Name, found \":\". 1:6"},
        {"{\r\n  a(\r  ?\n) }", "Syntax Error: Unexpected character: \"?\". 3:3"},
        {"{ f(a: {\"b\": 1}) }", "Syntax Error: Expected Name, found String \"b\". 1:9"},
        {"type A { \"d\" }", "Syntax Error: Expected Name, found \"}\". 1:14"},
        {"query \"d\" { a }", "Syntax Error: Expected \"{\", found String \"d\". 1:7"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(syntax_problem(std::string(text)) == expected);
    }
}

TEST_CASE("syntax errors: texts that are not UTF-8") {
    CHECK(syntax_problem("{ a }\n\xFF") == "Syntax Error: The text is not UTF-8, at byte 6. 2:1");
}

TEST_CASE("syntax errors: limits") {
    parse_options options;
    options.max_depth = 3;
    CHECK(syntax_problem("{ a { b { c } } }", options) == "nothing");
    CHECK(syntax_problem("{ a { b { c { d } } } }", options) ==
          "Syntax Error: Document is nested more than 3 levels deep. 1:13");
    CHECK(syntax_problem("{ a(b: [[[1]]]) }", options) ==
          "Syntax Error: Document is nested more than 3 levels deep. 1:10");
    options = {};
    options.max_tokens = 4;
    CHECK(syntax_problem("{ a b }", options) == "nothing");
    CHECK(syntax_problem("{ a b c }", options) ==
          "Syntax Error: Document contains more than 4 tokens. Parsing aborted. 1:9");
    CHECK(syntax_problem("type A { a: " + std::string(64, '[') + "Int" + std::string(64, ']') + " }") ==
          "Syntax Error: Lists nest too deeply. 1:76");
    CHECK(syntax_problem(std::string(1'000'000, '{')) == "Syntax Error: Expected Name, found \"{\". 1:2");
}

TEST_CASE("syntax errors: what lenient parsing takes") {
    parse_options options;
    options.lenient = true;
    CHECK(syntax_problem("type A {} type B implements C D { a: Int } interface C {} input E {} enum F {}", options) ==
          "nothing");
}
