#include "language/syntax/parse.hpp"
#include "language/syntax/print.hpp"

#include <doctest/doctest.h>

using corogql::language::parse;
using corogql::language::parse_value;
using corogql::language::print;

TEST_CASE("print: executable documents, as graphql-js does") {
    constexpr auto text = R"graphql(# The whole of the executable language.
{ short }
query Named($a: Int = 1, $b: [String!]! = ["x", """block"""] @d, $c: In = {a: 1, b: [true, null, ENUM, 1.5e3]}) @on(a: $a) { a }
query ("one" $a: Int, $b: Int) { a }
query ($a: Int) { a }
query @d { a }
"""About it."""
mutation M { alias: field(arg: "with \"quotes\", \u00e9, \u{1F98A} and \t tab", empty: "", list: [], object: {}) @include(if: $yes) { id ...spread @skip(if: true) ... on Type @d { inner { deep } } ... @include(if: false) { x } ... { y } } }
subscription S { long(first: "aaaaaaaaaaaaaaaaaaaaaaaa", second: "bbbbbbbbbbbbbbbbbbbbbbbbb", third: 123456) { a } exactly(aaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, ccccccccccccccccc: 3) exactly2(aaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbb: 2, ccccccccccccccccc: 3) }
"described" fragment spread on Type @d(a: 1) @e { f(text: """
  several
    lines
  """) })graphql";
    constexpr auto printed = R"graphql({
  short
}

query Named($a: Int = 1, $b: [String!]! = ["x", """block"""] @d, $c: In = {a: 1, b: [true, null, ENUM, 1.5e3]}) @on(a: $a) {
  a
}

query (
"one"
$a: Int
$b: Int
) {
  a
}

query ($a: Int) {
  a
}

query @d {
  a
}

"""About it."""
mutation M {
  alias: field(
    arg: "with \"quotes\", é, 🦊 and \t tab"
    empty: ""
    list: []
    object: {}
  ) @include(if: $yes) {
    id
    ...spread @skip(if: true)
    ... on Type @d {
      inner {
        deep
      }
    }
    ... @include(if: false) {
      x
    }
    ... {
      y
    }
  }
}

subscription S {
  long(
    first: "aaaaaaaaaaaaaaaaaaaaaaaa"
    second: "bbbbbbbbbbbbbbbbbbbbbbbbb"
    third: 123456
  ) {
    a
  }
  exactly(
    aaaaaaaaaaaaaaaaaaaaa: 1
    bbbbbbbbbbbbbbbbbbbbbbbb: 2
    ccccccccccccccccc: 3
  )
  exactly2(
    aaaaaaaaaaaaaaaaaaaaa: 1
    bbbbbbbbbbbbbbbbbbbbbbb: 2
    ccccccccccccccccc: 3
  )
}

"described"
fragment spread on Type @d(a: 1) @e {
  f(text: """
  several
    lines
  """)
})graphql";
    CHECK(print(parse(text)) == printed);
    CHECK(print(parse(printed)) == printed);
}

TEST_CASE("print: type systems, as graphql-js does") {
    constexpr auto text = R"graphql("""The whole of the type system."""
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
    constexpr auto printed = R"graphql("""The whole of the type system."""
schema @tag(name: "s") {
  query: Root
  mutation: Change
}

extend schema @tag(name: "t") {
  subscription: Watch
}

"in \"quotes\""
directive @tag(
  "its name"
  name: String! = "x"
  more: [Int!] = [2, 1]
) repeatable on SCHEMA | OBJECT | FIELD_DEFINITION

directive @plain(b: Int, a: Int) on FIELD | ENUM

scalar Date @specifiedBy(url: "https://example.org/date")

extend scalar Date @tag(name: "d")

enum Reason {
  "first"
  GOOD
  """second"""
  BAD
  UGLY @deprecated(reason: "no \"use\"")
  OLD @deprecated
}

extend enum Reason {
  ALSO
}

interface Node {
  id: ID!
}

interface Named implements Node @tag {
  id: ID!
  name(short: Boolean = false): String
}

"""
Somebody, with a description that is longer than seventy characters, as they are.
  Indented.
"""
type Person implements Named & Node @tag(name: "p") {
  id: ID!
  "short"
  name(
    "how long"
    short: Boolean = false
    """deep"""
    extra: Int @deprecated(reason: "x")
  ): String!
  friends(first: Int = 10, filter: Filter = {text: "a", deep: {n: 1}}): [Person!]!
  pet: Pet @deprecated
  ""
  nothing: Int
}

extend type Person @tag(name: "again") {
  field10: Int
  field9: Int
}

union Pet @tag = Person | Cat | Bird

extend union Pet = Dog

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
  reasons: [Reason!] = GOOD
}

input Deep {
  n: Int! = 3
  f: Float = 1.50
  list: [[Int]] = 1
}

input Pick @oneOf {
  b: String
  a: Int
}

" leading space"
type Root {
  person(id: ID = 7, pick: Pick): Person
  date(at: Date = "now"): Date
}

"ends with a \\"
type Change {
  a: Int
}

"ends with \""
type Watch {
  b: Int
  "\u0007"
  a: Int
}

extend interface Named {
  more: Int
}

extend input Pick {
  c: Boolean
})graphql";
    CHECK(print(parse(text)) == printed);
    CHECK(print(parse(printed)) == printed);
}

TEST_CASE("print: values") {
    for (const auto* text : {"1", "-0.5e10", "\"a\\\"b\"", "null", "true", "ENUM", "[]", "{}", "[1, [2, {a: {b: 3}}]]",
                             "\"\"\"block\"\"\"", "\"\\u0007\\u009F\""}) {
        CAPTURE(text);
        corogql::language::document keeper;
        CHECK(print(parse_value(keeper, std::make_shared<const corogql::language::source>("value", text))) == text);
    }
}

TEST_CASE("print: many triple quotes take no time") {
    std::string text = "\"\"\"";
    for (int i = 0; i < 200'000; ++i) text += "\\\"\"\" ";
    text += ".\"\"\"";
    corogql::language::document keeper;
    const auto value = parse_value(keeper, std::make_shared<const corogql::language::source>("value", text));
    CHECK(print(value) == "\"\"\"\n" + text.substr(3, text.size() - 6) + "\n\"\"\"");
}
