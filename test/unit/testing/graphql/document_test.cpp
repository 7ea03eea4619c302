#include "testing/graphql/document.hpp"

#include <doctest/doctest.h>

using namespace corogql::testing;

namespace {

std::string syntax_of(std::string_view text) {
    try {
        parse_document(text);
    } catch (const request_error& problem) {
        const auto& error = problem.errors().front();
        const auto& where = error.locations.front();
        return error.message + " @" + std::to_string(where.line) + ':' + std::to_string(where.column);
    }
    return {};
}

std::string string_in(const std::string& literal) {
    const auto doc = parse_document("{ f(a: " + literal + ") }");
    return doc.operations[0].selections[0].arguments[0].value.text;
}

} // namespace

TEST_CASE("graphql_document: an operation with everything") {
    const auto doc = parse_document(R"(
        query Runs($in: [RunFilter!]! = [{name: "a"}], $n: Int) @include(if: true) {
          all: getRuns(filter: $in, limit: $n, deep: {x: [1, -2.5e3, true, null, RED]}) {
            ...Names @skip(if: $no)
            ... on Run { id }
          }
        }
        fragment Names on Run { name }
    )");
    REQUIRE(doc.operations.size() == 1);
    const auto& op = doc.operations[0];
    CHECK(op.type == "query");
    CHECK(op.name == "Runs");
    CHECK(op.variables.at(0).type.text() == "[RunFilter!]!");
    CHECK(op.variables[0].default_value->items.at(0).fields.at(0).value.text == "a");
    const auto& field = op.selections.at(0);
    CHECK(field.alias == "all");
    CHECK(field.name == "getRuns");
    CHECK(field.where.line == 3);
    CHECK(field.where.column == 11);
    const auto& list = field.arguments.at(2).value.fields.at(0).value;
    CHECK(list.items.at(1).kind == input_value::type::floating);
    CHECK(list.items.at(4).kind == input_value::type::enumeration);
    CHECK(field.selections.at(0).kind == selection::type::spread);
    CHECK(field.selections.at(1).type_condition == "Run");
    CHECK(doc.find_fragment("Names")->selections.at(0).name == "name");
    CHECK(doc.find_fragment("Other") == nullptr);
}

TEST_CASE("graphql_document: the short form, commas, comments and a byte order mark") {
    const auto doc = parse_document("\xEF\xBB\xBF# hello\n{ a, b # and\r\n c }");
    CHECK(doc.operations.at(0).selections.size() == 3);
    CHECK(doc.operations[0].selections[2].where.line == 3);
}

TEST_CASE("graphql_document: strings") {
    CHECK(string_in(R"("a\"\\\n\u00e9\ud83d\ude00")") == "a\"\\\né😀");
    CHECK(string_in("\"\"\"\n    one\n      two \\\"\"\"\n  \"\"\"") == "one\n  two \"\"\"");
    CHECK(string_in("\"\"") == "");
}

TEST_CASE("graphql_document: syntax errors say what and where") {
    CHECK(syntax_of("") == "Syntax Error: Unexpected <EOF>. @1:1");
    CHECK(syntax_of("{ a(") == "Syntax Error: Expected Name, found <EOF>. @1:5");
    CHECK(syntax_of("query {\n  a {\n}") == "Syntax Error: Expected Name, found \"}\". @3:1");
    CHECK(syntax_of("querry { a }") == "Syntax Error: Unexpected Name \"querry\". @1:1");
    CHECK(syntax_of("{ a(b: \"x) }") == "Syntax Error: Unterminated string. @1:13");
    CHECK(syntax_of("{ a(b: 01) }") == "Syntax Error: Invalid number, unexpected digit after 0. @1:8");
    CHECK(syntax_of("{ a ? }") == "Syntax Error: Unexpected character: \"?\". @1:5");
    CHECK(syntax_of("query($a: Int = $b) { a }") == "Syntax Error: Unexpected \"$\". @1:17");
    CHECK(syntax_of(R"({ a(b: "\ud800") })").starts_with("Syntax Error: Invalid Unicode escape"));
}

TEST_CASE("graphql_document: nesting is bounded") {
    std::string open, shut, lists(5000, '[');
    for (int i = 0; i < 5000; ++i) {
        open += "{a";
        shut += '}';
    }
    CHECK(syntax_of(open + shut).starts_with("Syntax Error: Document is nested too deeply."));
    CHECK(syntax_of("{ a(b: " + lists).starts_with("Syntax Error: Document is nested too deeply."));
}
