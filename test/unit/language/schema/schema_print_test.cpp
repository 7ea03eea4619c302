#include "language/schema/print.hpp"
#include "language/syntax/parse.hpp"

#include <doctest/doctest.h>

using corogql::language::parse;
using corogql::language::print_schema;
using corogql::language::schema;

namespace {

constexpr auto everything_of_schemas = R"graphql("""The whole of the type system."""
schema @tag(name: "s") { query: Root mutation: Change }
extend schema @tag(name: "t") { subscription: Watch }
"in \"quotes\"" directive @tag("its name" name: String! = "x", more: [Int!] = [2, 1]) repeatable on SCHEMA | OBJECT | FIELD_DEFINITION
directive @plain(b: Int, a: Int) on FIELD | ENUM
scalar Date @specifiedBy(url: "https://example.org/date")
extend scalar Date @tag(name: "d")
enum Reason { "first" GOOD """
second
""" BAD UGLY @deprecated(reason: "no \"use\"") OLD @deprecated }
extend enum Reason { ALSO }
interface Node { id: ID! }
interface Named implements Node @tag { id: ID! name(short: Boolean = false): String }
"""
Somebody, with a description that is longer than seventy characters, as they are.
  Indented.
"""
type Person implements Named & Node @tag(name: "p") { id: ID! "short" name("how long" short: Boolean = false, """deep""" extra: Int @deprecated(reason: "x")): String!
 friends(first: Int = 10, filter: Filter = {text: "a", deep: {n: 1}}): [Person!]! pet: Pet @deprecated "" nothing: Int }
extend type Person @tag(name: "again") { field10: Int field9: Int }
union Pet @tag = Person | Cat | Bird
extend union Pet = Dog
type Cat { a: Int } type Bird { a: Int } type Dog { a: Int }
input Filter { text: String = "none" deep: Deep reasons: [Reason!] = GOOD }
input Deep { n: Int! = 3 f: Float = 1.50 list: [[Int]] = 1 }
input Pick @oneOf { b: String a: Int }
" leading space" type Root { person(id: ID = 7, pick: Pick): Person date(at: Date = "now"): Date }
"ends with a \\" type Change { a: Int }
"ends with \"" type Watch { b: Int "\u0007" a: Int }
extend interface Named { more: Int }
extend input Pick { c: Boolean })graphql";

std::string printed_argument(const std::string& type_and_value) {
    constexpr auto types = "enum Color { RED } input Point { x: Int = 5 y: Int! hidden: String } scalar Any "
                           "input Nested { point: Point = {y: 9} name: String = \"n\" } "
                           "input Choice @oneOf { a: Int b: String } ";
    const auto text = print_schema(schema(parse(types + ("type Query { f(a: " + type_and_value) + "): Int }")));
    const auto begin = text.find("f(a: ") + 5;
    return text.substr(begin, text.find("): Int", begin) - begin);
}

} // namespace

TEST_CASE("print schema: in its own order, as graphql-js does") {
    CHECK(print_schema(schema(parse(everything_of_schemas))) == R"graphql("""The whole of the type system."""
schema {
  query: Root
  mutation: Change
  subscription: Watch
}

"""
in "quotes"
"""
directive @tag(
  """its name"""
  name: String! = "x"
  more: [Int!] = [2, 1]
) repeatable on SCHEMA | OBJECT | FIELD_DEFINITION

directive @plain(b: Int, a: Int) on FIELD | ENUM

scalar Date @specifiedBy(url: "https://example.org/date")

enum Reason {
  """first"""
  GOOD

  """second"""
  BAD
  UGLY @deprecated(reason: "no \"use\"")
  OLD @deprecated
  ALSO
}

interface Node {
  id: ID!
}

interface Named implements Node {
  id: ID!
  name(short: Boolean = false): String
  more: Int
}

"""
Somebody, with a description that is longer than seventy characters, as they are.
  Indented.
"""
type Person implements Named & Node {
  id: ID!

  """short"""
  name(
    """how long"""
    short: Boolean = false

    """deep"""
    extra: Int @deprecated(reason: "x")
  ): String!
  friends(first: Int = 10, filter: Filter = {text: "a", deep: {n: 1, f: 1.5, list: [[1]]}, reasons: [GOOD]}): [Person!]!
  pet: Pet @deprecated

  """"""
  nothing: Int
  field10: Int
  field9: Int
}

union Pet = Person | Cat | Bird | Dog

type Cat {
  a: Int
}

type Bird {
  a: Int
}

type Dog {
  a: Int
}

input Filter {
  text: String = "none"
  deep: Deep
  reasons: [Reason!] = [GOOD]
}

input Deep {
  n: Int! = 3
  f: Float = 1.5
  list: [[Int]] = [[1]]
}

input Pick @oneOf {
  b: String
  a: Int
  c: Boolean
}

""" leading space"""
type Root {
  person(id: ID = 7, pick: Pick): Person
  date(at: Date = "now"): Date
}

"""
ends with a \
"""
type Change {
  a: Int
}

"""
ends with "
"""
type Watch {
  b: Int

  "\u0007"
  a: Int
})graphql");
}

TEST_CASE("print schema: sorted, as graphql-js does") {
    constexpr auto sorted = R"graphql("""The whole of the type system."""
schema {
  query: Root
  mutation: Change
  subscription: Watch
}

directive @plain(a: Int, b: Int) on ENUM | FIELD

"""
in "quotes"
"""
directive @tag(
  more: [Int!] = [2, 1]

  """its name"""
  name: String! = "x"
) repeatable on FIELD_DEFINITION | OBJECT | SCHEMA

type Bird {
  a: Int
}

type Cat {
  a: Int
}

"""
ends with a \
"""
type Change {
  a: Int
}

scalar Date @specifiedBy(url: "https://example.org/date")

input Deep {
  f: Float = 1.5
  list: [[Int]] = [[1]]
  n: Int! = 3
}

type Dog {
  a: Int
}

input Filter {
  deep: Deep
  reasons: [Reason!] = [GOOD]
  text: String = "none"
}

interface Named implements Node {
  id: ID!
  more: Int
  name(short: Boolean = false): String
}

interface Node {
  id: ID!
}

"""
Somebody, with a description that is longer than seventy characters, as they are.
  Indented.
"""
type Person implements Named & Node {
  field9: Int
  field10: Int
  friends(filter: Filter = {deep: {f: 1.5, list: [[1]], n: 1}, reasons: [GOOD], text: "a"}, first: Int = 10): [Person!]!
  id: ID!

  """short"""
  name(
    """deep"""
    extra: Int @deprecated(reason: "x")

    """how long"""
    short: Boolean = false
  ): String!

  """"""
  nothing: Int
  pet: Pet @deprecated
}

union Pet = Bird | Cat | Dog | Person

input Pick @oneOf {
  a: Int
  b: String
  c: Boolean
}

enum Reason {
  ALSO

  """second"""
  BAD

  """first"""
  GOOD
  OLD @deprecated
  UGLY @deprecated(reason: "no \"use\"")
}

""" leading space"""
type Root {
  date(at: Date = "now"): Date
  person(id: ID = 7, pick: Pick): Person
}

"""
ends with "
"""
type Watch {
  "\u0007"
  a: Int
  b: Int
})graphql";
    CHECK(print_schema(schema(parse(everything_of_schemas)), true) == sorted);
    CHECK(print_schema(schema(parse(sorted)), true) == sorted);
}

TEST_CASE("print schema: default values as what they mean, as graphql-js does") {
    constexpr std::pair<const char*, const char*> cases[]{
        {"Int = -0", "Int = 0"},
        {"Int = 2147483648", "Int"},
        {"Int = 1.0", "Int"},
        {"Float = 1", "Float = 1"},
        {"Float = 1.50", "Float = 1.5"},
        {"Float = 1e21", "Float = 1e+21"},
        {"Float = 1e20", "Float = 100000000000000000000"},
        {"Float = 123456789012345678901234567890", "Float = 1.2345678901234568e+29"},
        {"Float = 0.000001", "Float = 0.000001"},
        {"Float = 0.0000001", "Float = 1e-7"},
        {"Float = -1.25e-9", "Float = -1.25e-9"},
        {"Float = \"1\"", "Float"},
        {"ID = 7", "ID = 7"},
        {"ID = \"7\"", "ID = 7"},
        {"ID = \"07\"", "ID = \"07\""},
        {"ID = \"-1\"", "ID = -1"},
        {"ID = \"a\"", "ID = \"a\""},
        {"String = \"a\\nb\"", "String = \"a\\nb\""},
        {"String = \"\"\"block\"\"\"", "String = \"block\""},
        {"String = 1", "String"},
        {"Boolean = true", "Boolean = true"},
        {"Boolean = 1", "Boolean"},
        {"Color = RED", "Color = RED"},
        {"Color = BLUE", "Color"},
        {"Color = \"RED\"", "Color"},
        {"[Int] = 1", "[Int] = [1]"},
        {"[Int] = [1, null]", "[Int] = [1, null]"},
        {"[Int!] = [1, null]", "[Int!]"},
        {"[[Int]] = [1, [2]]", "[[Int]] = [[1], [2]]"},
        {"[Int!]! = null", "[Int!]!"},
        {"Int = null", "Int = null"},
        {"Point = {y: 1}", "Point = {x: 5, y: 1}"},
        {"Point = {x: 1}", "Point"},
        {"Point = {}", "Point"},
        {"Point = {y: 1, z: 2}", "Point = {x: 5, y: 1}"},
        {"Point = [{y: 1}]", "Point"},
        {"[Point] = {y: 2, x: 3, y: 4}", "[Point] = [{x: 3, y: 4}]"},
        {"Nested = {}", "Nested = {point: {x: 5, y: 9}, name: \"n\"}"},
        {"Nested = {point: null}", "Nested = {point: null, name: \"n\"}"},
        {"Choice = {a: 1}", "Choice = {a: 1}"},
        {"Choice = {a: 1, b: \"x\"}", "Choice"},
        {"Choice = {a: null}", "Choice"},
        {"Choice = {}", "Choice"},
        {"Any = RED", "Any = \"RED\""},
        {"Any = 1.0", "Any = 1"},
        {"Any = true", "Any = true"},
    };
    for (const auto& [written, printed] : cases) {
        CAPTURE(written);
        CHECK(printed_argument(written) == printed);
    }
}

TEST_CASE("print schema: integers keep digits that JavaScript has not") {
    CHECK(printed_argument("Any = 123456789012345678901234567890") == "Any = 123456789012345678901234567890");
}

TEST_CASE("print schema: default values that hold each other") {
    const auto of = [](std::string text) { return print_schema(schema(parse(std::move(text)))); };
    constexpr auto loop = "input A {\n  a: A = {}\n}";
    CHECK(of(loop) == loop);
    std::string doubling;
    for (int i = 0; i < 40; ++i) {
        const auto next = "A" + std::to_string(i + 1) + " = {}";
        doubling += "input A" + std::to_string(i) + " { a: " + next + " b: " + next + " }\n";
    }
    CHECK(of(doubling + "input A40 { a: Int = 1 }").find("a: A1 = {}") != std::string::npos);
}
