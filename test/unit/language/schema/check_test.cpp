#include "language/schema/check.hpp"
#include "language/syntax/parse.hpp"

#include <doctest/doctest.h>

#include <string>

using corogql::language::check;
using corogql::language::check_options;
using corogql::language::diagnostic;
using corogql::language::parse;
using corogql::language::schema;

namespace {

std::string faults_of(std::string text) {
    std::string all;
    for (const auto& one : check(schema(parse(std::move(text))))) {
        all += one.message;
        for (const auto& [file, at] : one.where) all += ' ' + std::to_string(at.line) + ':' + std::to_string(at.column);
        all += '\n';
    }
    return all;
}

/// Returns the level and the rule of each fault that a lenient look finds.
std::string lenient_faults_of(std::string text) {
    check_options options;
    options.lenient = true;
    std::string all;
    for (const auto& one : check(schema(parse(std::move(text))), options))
        all += (one.level == diagnostic::severity::error ? "error " : "warning ") + std::string(one.rule) + '\n';
    return all;
}

} // namespace

TEST_CASE("check: nothing is wrong") {
    CHECK(faults_of("type Query { a: Int }") == "");
    CHECK(faults_of("schema { query: Q } interface I { a: I } type Q implements I { a(b: Int = 1): Q! } "
                    "input A { a: [A!]! b: B! } input B { a: A c: C } input C @oneOf { d: Int e: A }") == "");
}

TEST_CASE("check: worded and placed as graphql-js does") {
    constexpr std::pair<const char*, const char*> cases[]{
        {R"graphql(schema { query: Query }
schema { query: Query }
type Query { a: Int }
)graphql",
         R"graphql(Must provide only one schema definition. 2:1
There can be only one query type in schema. 1:10 2:10
)graphql"},
        {R"graphql(schema { query: Query query: Query }
extend schema { query: Query mutation: Query }
type Query { a: Int }
)graphql",
         R"graphql(There can be only one query type in schema. 1:10 1:23
There can be only one query type in schema. 1:10 2:17
)graphql"},
        {R"graphql(type Query { a: Int }
type A { a: Int }
scalar A)graphql",
         R"graphql(There can be only one type named "A". 2:6 3:8
)graphql"},
        {R"graphql(type Query { a: Int }
enum E { A A }
extend enum E { A B })graphql",
         R"graphql(Enum value "E.A" can only be defined once. 2:10 2:12
Enum value "E.A" can only be defined once. 2:10 3:17
)graphql"},
        {R"graphql(type Query { a: Int }
interface I { a: Int a: Int }
input P { b: Int }
extend input P { b: Int })graphql",
         R"graphql(Field "I.a" can only be defined once. 2:15 2:22
Field "P.b" can only be defined once. 3:11 4:18
)graphql"},
        {R"graphql(type Query { a: Int }
type B { f(x: Int, y: Int, x: Int): Int }
directive @d(a: Int, a: Int) on FIELD)graphql",
         R"graphql(Argument "B.f(x:)" can only be defined once. 2:12 2:28
Argument "@d(a:)" can only be defined once. 3:14 3:22
)graphql"},
        {R"graphql(type Query { a: Int }
directive @d on FIELD
directive @d on FIELD)graphql",
         R"graphql(There can be only one directive named "@d". 2:12 3:12
)graphql"},
        {R"graphql(type Query { a: Int }
type B implements Nod { a: Strin, b(c: Bool): [Quer!]! }
union U = B | C
extend schema { mutation: M })graphql",
         R"graphql(Unknown type "Nod". Did you mean "ID"? 2:19
Unknown type "Strin". Did you mean "String"? 2:28
Unknown type "Bool". 2:40
Unknown type "Quer". Did you mean "Query"? 2:48
Unknown type "C". Did you mean "B" or "U"? 3:15
Unknown type "M". Did you mean "B" or "U"? 4:27
)graphql"},
        {R"graphql(type Query { a: Int }
type B @nope { a: Int @skip(if: true) @deprecated @deprecated }
extend type B @nope @once
directive @once(need: Int!, has: Int! = 1) on OBJECT)graphql",
         R"graphql(Unknown directive "@nope". 2:8
The directive "@deprecated" can only be used once at this location. 2:39 2:51
Directive "@skip" may not be used on FIELD_DEFINITION. 2:23
Unknown directive "@nope". 3:15
Directive "@once" argument "need" of type "Int!" is required, but it was not provided. 3:21
)graphql"},
        {R"graphql(type Query { a: Int }
type B @d(a: 1, a: 2, aa: 3, b: {x: 1, y: [{z: 1, z: 2}], x: 2}) { a: Int }
directive @d(ab: Int, b: P) on OBJECT
input P { x: Int = {k: 1, k: 1} })graphql",
         R"graphql(Unknown argument "a" on directive "@d". Did you mean "ab" or "b"? 2:11
Unknown argument "a" on directive "@d". Did you mean "ab" or "b"? 2:17
Unknown argument "aa" on directive "@d". Did you mean "ab"? 2:23
There can be only one argument named "a". 2:11 2:17
There can be only one input field named "z". 2:45 2:51
There can be only one input field named "x". 2:34 2:59
There can be only one input field named "k". 4:21 4:27
)graphql"},
        {R"graphql(type Query { a: Int }
extend type Quer { b: Int }
extend input Query { b: Int }
extend scalar Nothing @specifiedBy(url: "x"))graphql",
         R"graphql(Cannot extend type "Quer" because it is not defined. Did you mean "Query"? 2:13
Cannot extend non-input object type "Query". 1:1 3:1
Cannot extend type "Nothing" because it is not defined. 4:15
)graphql"},
        {R"graphql(type Query { a: Int }
scalar S @specifiedBy)graphql",
         R"graphql(Directive "@specifiedBy" argument "url" of type "String!" is required, but it was not provided. 2:10
)graphql"},
        {R"graphql(type A { a: Int })graphql",
         R"graphql(Query root type must be provided.
)graphql"},
        {R"graphql(schema { mutation: A }
type A { a: Int })graphql",
         R"graphql(Query root type must be provided. 1:1
)graphql"},
        {R"graphql(schema { query: A mutation: B subscription: C }
input A { a: Int }
enum B { X }
union C = D
type D { a: Int })graphql",
         R"graphql(Query root type must be Object type, it cannot be A. 1:17
Mutation root type must be Object type if provided, it cannot be B. 1:29
Subscription root type must be Object type if provided, it cannot be C. 1:45
)graphql"},
        {R"graphql(type Query { a: Int }
type __A { __b(__c: Int): Int }
enum __E { __F }
input __I { __j: Int }
directive @__d(__e: Int) on FIELD)graphql",
         R"graphql(Name "__d" must not begin with "__", which is reserved by GraphQL introspection. 5:1
Name "__e" must not begin with "__", which is reserved by GraphQL introspection. 5:16
Name "__A" must not begin with "__", which is reserved by GraphQL introspection. 2:1
Name "__b" must not begin with "__", which is reserved by GraphQL introspection. 2:12
Name "__c" must not begin with "__", which is reserved by GraphQL introspection. 2:16
Name "__E" must not begin with "__", which is reserved by GraphQL introspection. 3:1
Name "__F" must not begin with "__", which is reserved by GraphQL introspection. 3:12
Name "__I" must not begin with "__", which is reserved by GraphQL introspection. 4:1
Name "__j" must not begin with "__", which is reserved by GraphQL introspection. 4:13
)graphql"},
        {R"graphql(type Query { a: Int }
type A
extend type A @deprecated2
interface B
union C
enum D
input E
directive @deprecated2 on OBJECT)graphql",
         R"graphql(Type A must define one or more fields. 2:1 3:1
Type B must define one or more fields. 4:1
Union type C must define one or more member types. 5:1
Enum type D must define one or more values. 6:1
Input Object type E must define one or more fields. 7:1
)graphql"},
        {R"graphql(type Query { a: Int }
input I { a: Query b: [Query!] }
type A { a: I b(c: Query, d: [Query]): I! }
directive @d(e: Query) on FIELD)graphql",
         R"graphql(The type of @d(e:) must be Input Type but got: Query. 4:14
The type of I.a must be Input Type but got: Query. 2:14
The type of I.b must be Input Type but got: [Query!]. 2:23
The type of A.a must be Output Type but got: I. 3:13
The type of A.b must be Output Type but got: I!. 3:40
The type of A.b(c:) must be Input Type but got: Query. 3:20
The type of A.b(d:) must be Input Type but got: [Query]. 3:30
)graphql"},
        {R"graphql(type Query { a: Int }
type A { f(a: Int! @deprecated, b: Int! = 1 @deprecated, c: Int @deprecated): Int }
input I { a: Int! @deprecated(reason: "r") }
directive @d(a: Int! @deprecated) on FIELD)graphql",
         R"graphql(Required argument @d(a:) cannot be deprecated. 4:22 4:17
Required argument A.f(a:) cannot be deprecated. 2:20 2:15
Required input field I.a cannot be deprecated. 3:19 3:14
)graphql"},
        {R"graphql(type Query { a: Int }
interface I { a: I! b(x: Int!, y: Int): Int c: Int }
type A implements I { a: I b(x: Int, z: Int!, w: Int! = 1): Int! }
extend type A { d: Int })graphql",
         R"graphql(Interface field I.a expects type I! but A.a is type I. 2:18 3:26
Interface field argument I.b(x:) expects type Int! but A.b(x:) is type Int. 2:26 3:33
Interface field argument I.b(y:) expected but A.b does not provide it. 2:32 3:28
Object field A.b includes required argument z that is missing from the Interface field I.b. 3:38 2:21
Interface field I.c expected but A does not provide it. 2:45 3:1 4:1
)graphql"},
        {R"graphql(type Query { a: Int }
interface I { a: I u: [U] n: Int }
union U = A | B
type A implements I { a: A! u: [A!]! n: Int! }
type B implements I { a: Query u: A n: [Int] })graphql",
         R"graphql(Interface field I.a expects type I but B.a is type Query. 2:18 5:26
Interface field I.u expects type [U] but B.u is type A. 2:23 5:35
Interface field I.n expects type Int but B.n is type [Int]. 2:30 5:40
)graphql"},
        {R"graphql(type Query { a: Int }
type A implements Query & A & I & I { a: Int }
interface I { a: Int })graphql",
         R"graphql(Type A must only implement Interface types, it cannot implement Query. 2:19
Type A must only implement Interface types, it cannot implement A. 2:27
Type A can only implement I once. 2:31 2:35
)graphql"},
        {R"graphql(type Query { a: Int }
interface I implements I { a: Int }
interface J implements K { a: Int }
interface K implements J { a: Int }
interface L implements M { a: Int }
interface M { a: Int }
type T implements L { a: Int })graphql",
         R"graphql(Type I cannot implement itself because it would create a circular reference. 2:24
Type J cannot implement K because it would create a circular reference. 4:24 3:24
Type K cannot implement J because it would create a circular reference. 3:24 4:24
Type T must implement M because it is implemented by L. 5:24 7:19
)graphql"},
        {R"graphql(type Query { a: Int }
union U = Query | Query | E | U
enum E { A }
extend union U = E)graphql",
         R"graphql(Union type U can only include type Query once. 2:11 2:19
Union type U can only include Object types, it cannot include E. 2:27 4:18
Union type U can only include Object types, it cannot include U. 2:31
Union type U can only include type E once. 2:27 4:18
)graphql"},
        {R"graphql(type Query { a: Int }
input A { a: A! }
input B { c: C! }
input C { d: D! b: B }
input D { b: B! c: C! a: [A!]! })graphql",
         R"graphql(Cannot reference Input Object "A" within itself through a series of non-null fields: "a". 2:11
Cannot reference Input Object "B" within itself through a series of non-null fields: "c.d.b". 3:11 4:11 5:11
Cannot reference Input Object "C" within itself through a series of non-null fields: "d.c". 4:11 5:17
)graphql"},
        {R"graphql(type Query { a: Int }
input O @oneOf { a: Int! b: Int = 1 c: Int = "x" })graphql",
         R"graphql(OneOf input field O.a must be nullable. 2:21
OneOf input field O.b cannot have a default value. 2:26
The default value of O.c does not fit its type "Int", and counts as none. 2:46
)graphql"},
        {R"graphql(type Query { a: Int }
type Int { a: Int }
scalar __Type
extend type Query { __b: Int })graphql",
         R"graphql(Name "__b" must not begin with "__", which is reserved by GraphQL introspection. 4:21
)graphql"},
        {R"graphql(type Query { a: Int }
interface Node { id: ID! }
extend interface Node { at: Int }
type A implements Node { id: ID! }
extend type A implements Node { b: Int })graphql",
         R"graphql(Interface field Node.at expected but A does not provide it. 3:25 4:1 5:1
Type A can only implement Node once. 4:19 5:26
)graphql"},
        {R"graphql(type Query { a: Int }
type A { x: Unknown y: Unknown2 z: QUERY })graphql",
         R"graphql(Unknown type "Unknown". 2:13
Unknown type "Unknown2". 2:24
Unknown type "QUERY". Did you mean "Query"? 2:36
)graphql"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(faults_of(text) == expected);
    }
}

TEST_CASE("check: directives that are meant for fields of input objects may stand on those of extensions") {
    CHECK(faults_of("type Query { a: Int } directive @d on INPUT_FIELD_DEFINITION "
                    "input I { a: Int @d } extend input I { b: Int @d }") == "");
}

TEST_CASE("check: what keeps no document from being validated is a warning to the lenient") {
    CHECK(lenient_faults_of("type Query implements I { __a(b: Int! @deprecated): Int @unknown } interface I { c: Int } "
                            "enum E type Empty input J { j: J! }") ==
          "warning KnownDirectives\nwarning \nwarning \nwarning \nwarning \nwarning \nwarning \n");
    CHECK(lenient_faults_of("type Query { a: Nothing }") == "error KnownTypeNames\n");
    CHECK(lenient_faults_of("type Query { a: Int a: Int } type B { a: Int } scalar B") ==
          "warning UniqueFieldDefinitionNames\nerror UniqueTypeNames\n");
    CHECK(lenient_faults_of("type A { a: Int }") == "error \n");
    CHECK(lenient_faults_of("type Query { a: I } input I { a: Int }") == "error \n");
}

TEST_CASE("check: names of rules") {
    const auto found = check(schema(parse("type Query { a: Int a: Int @x }")));
    REQUIRE(found.size() == 2);
    CHECK(found[0].rule == "UniqueFieldDefinitionNames");
    CHECK(found[1].rule == "KnownDirectives");
}

TEST_CASE("check: faults are bounded") {
    std::string text = "type Query { a: Int }\ninterface I {";
    for (int i = 0; i < 2'000; ++i) text += " f" + std::to_string(i) + ": Int";
    text += " }\n";
    for (int i = 0; i < 2'000; ++i) text += "type T" + std::to_string(i) + " implements I { a: Int }\n";
    const auto found = check(schema(parse(std::move(text))));
    CHECK(found.size() <= 1'001);
    CHECK(found.back().message == "Too many validation errors, error limit reached. Validation aborted.");
}

TEST_CASE("check: long chains of input objects, and many cycles") {
    std::string chain = "type Query { a: Int }\n", cycles = chain;
    for (int i = 0; i < 20'000; ++i) {
        const auto name = "input A" + std::to_string(i), next = ": A" + std::to_string(i + 1) + "!";
        chain += name + " { a" + next + " }\n";
        cycles += name + " { a" + next + " b: A0! }\n";
    }
    constexpr auto last = "input A20000 { a: Int }";
    CHECK(faults_of(chain + last) == "");
    const auto found = check(schema(parse(cycles + last)));
    REQUIRE(!found.empty());
    CHECK(found.back().message == "Too many validation errors, error limit reached. Validation aborted.");
}

TEST_CASE("check: warnings are bounded, and there may be an error behind them") {
    std::string text = "type Query {";
    for (int i = 0; i < 1'500; ++i) text += " f" + std::to_string(i) + ": Int @auth";
    text += " }";
    check_options lenient;
    lenient.lenient = true;
    const auto found = check(schema(parse(text)), lenient);
    REQUIRE(found.size() == 1'001);
    CHECK(found.back().message == "There are 500 more warnings, which are not told.");
    for (const auto& one : found) CHECK(one.level == diagnostic::severity::warning);
    const auto broken = lenient_faults_of(text + " type B { a: Nothing }");
    CHECK(broken.find("error KnownTypeNames\n") != std::string::npos);
}

TEST_CASE("check: default values that do not fit, or lead to themselves") {
    CHECK(
        faults_of(
            "type Query { a(b: Int! = null, c: Int = \"x\", d: [Int] = 1): Int } directive @e(f: I = {h: 1}) on FIELD "
            "input I { g: I = {} h: Int }") ==
        "The default value of Query.a(b:) does not fit its type \"Int!\", and counts as none. 1:26\n"
        "The default value of Query.a(c:) does not fit its type \"Int\", and counts as none. 1:41\n"
        "Invalid circular reference. The default value of Input Object field I.g references itself. 1:114\n");
    CHECK(
        lenient_faults_of("type Query { a(b: A = {}): Int } input A { b: B = {} } input B { a: A = {} c: Int = 1 }") ==
        "warning \nwarning \n");
}

TEST_CASE("check: what the directives of the specification are given") {
    CHECK(
        faults_of(
            "type Query { a: Int @deprecated(reason: 1) b: Int @deprecated(reason: null) } scalar A @specifiedBy(url: "
            "null) scalar B @specifiedBy(url: \"x\")") ==
        "Argument \"reason\" has invalid value 1. 1:41\nArgument \"url\" has invalid value null. 1:106\n");
}

TEST_CASE("schema: of two members of one name the last counts, also in long lists") {
    const schema repeated(parse("type Query { a: Int b(c: Int, c: ID): Int a: ID } enum E { X Y X @deprecated }"));
    const auto& query = *repeated.find("Query");
    REQUIRE(query.fields.size() == 2);
    CHECK(query.field("a")->type.text() == "ID");
    CHECK(query.field("b")->argument("c")->type.text() == "ID");
    CHECK(repeated.find("E")->value("X")->directives.size() == 1);
    std::string text = "type Query {";
    for (int i = 0; i < 100; ++i) text += " f" + std::to_string(i) + ": Int";
    const schema wide(parse(text + " } extend type Query { f7: ID g: ID }"));
    CHECK(wide.find("Query")->field("f7")->type.text() == "ID");
    CHECK(wide.find("Query")->field("f99")->name.text == "f99");
    CHECK(wide.find("Query")->field("g")->type.text() == "ID");
    CHECK(wide.find("Query")->field("f100") == nullptr);
    CHECK(wide.find("Query")->field("") == nullptr);
}

TEST_CASE("schema: built-in scalars that nothing refers to it has not") {
    const schema some(parse("type Query { a(b: [Int!]): String }"));
    CHECK(some.has("Int"));
    CHECK(some.has("Boolean"));
    CHECK(!some.has("Float"));
    CHECK(!some.has("Nothing"));
    CHECK(some.find("Float") != nullptr);
}
