#include "codegen/generate.hpp"

#include "codegen/sha256.hpp"

#include <doctest/doctest.h>

using namespace corogql;

namespace {

constexpr const char* small_schema = R"(
type Query { user(id: ID!): User! users(first: Int, after: String): Users search: [Hit] }
type Subscription { tick(after: Int): Tick }
type Tick { at: Int on: String list: [Int] }
type User { id: ID! name: String friend: User state: State }
type Users { nodes: [User] pageInfo: Info }
type Info { hasNextPage: Boolean! endCursor: String }
type Org { id: ID! name: String }
union Hit = User | Org
enum State { ON OFF }
)";

std::shared_ptr<const language::source> text_of(std::string name, std::string text) {
    return std::make_shared<const language::source>(std::move(name), std::move(text));
}

codegen::result made_of(const std::string& document, const std::string& schema = small_schema,
                        const std::string& extensions = {}) {
    codegen::request from;
    from.schema = text_of("schema.graphql", schema);
    if (!extensions.empty()) from.extensions = text_of("corogql.graphqls", extensions);
    from.documents.push_back(text_of("d.graphql", document));
    from.how.name_space = "api";
    return codegen::generate(from);
}

std::string faults_of(const codegen::result& made) {
    std::string all;
    for (const auto& one : made.faults) all += to_text(one) + '\n';
    return all;
}

/// Returns the header of the document, or what is wrong.
std::string header_of(const std::string& document, const std::string& extensions = {}) {
    const auto made = made_of(document, small_schema, extensions);
    return made.files.empty() ? faults_of(made) : made.files.at(2).text;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("codegen: names of files follow from names of documents alone") {
    CHECK(codegen::file_names({"a/runs.graphql", "b.gql"}) ==
          std::vector<std::string>{"schema_types.hpp", "schema_types.cpp", "runs.graphql.hpp", "runs.graphql.cpp",
                                   "b.gql.hpp", "b.gql.cpp"});
}

TEST_CASE("codegen: the same input gives the same output") {
    const auto document =
        "query Q { user(id: 1) { id ...A } search { ... on Org { id } } } fragment A on User { name state }";
    const auto one = made_of(document), other = made_of(document);
    REQUIRE(one.files.size() == 4);
    for (std::size_t i = 0; i < one.files.size(); ++i) CHECK(one.files[i].text == other.files[i].text);
    CHECK(one.manifest == other.manifest);
    CHECK(holds(one.manifest, R"("name": "Q", "type": "query", "body": "query Q{)"));
}

TEST_CASE("codegen: every mistake has its place") {
    CHECK(faults_of(made_of("query Q { user(id: 1) { nme } }")) ==
          "d.graphql:1:25: error: Cannot query field \"nme\" on type \"User\". Did you mean \"name\"? "
          "[FieldsOnCorrectType]\n");
    CHECK(faults_of(made_of("{ user(id: 1) { id } }")) ==
          "d.graphql:1:1: error: An operation needs a name, which its class is called by.\n");
    CHECK(faults_of(made_of("query State { user(id: 1) { state } }")) ==
          "d.graphql:1:7: error: query State and enum State would both be called State in C++.\n");
    CHECK(faults_of(made_of("query A { user(id: 1) { ...A } } fragment A on User { id }")) ==
          "d.graphql:1:7: error: query A and fragment A would both be called A in C++.\n");
    CHECK(faults_of(made_of("query Q {")) == "d.graphql:1:10: error: Syntax Error: Expected Name, found <EOF>.\n");
    CHECK(holds(faults_of(made_of("query Q { user(id: 1) { id } }", "type Query { a: Nothing }")),
                "schema.graphql:1:17: error: "));
    CHECK(holds(
        faults_of(made_of("query Q { user(id: 1) { id } }", small_schema, "extend scalar Nothing @cpp(type: \"int\")")),
        "corogql.graphqls:1:15: error: Cannot extend type \"Nothing\""));
    CHECK(holds(faults_of(made_of("query Q { user(id: 1) { id } }", small_schema, "extend enum State @cpp(kind: 1)")),
                "Unknown argument \"kind\" on directive \"@cpp\""));
}

TEST_CASE("codegen: names that only GraphQL tells apart") {
    CHECK(faults_of(made_of("query Q { user(id: 1) { class: id class_: name } }")) ==
          "d.graphql:1:35: error: \"class_\" and \"class\" would both be called class_ in C++.\n");
    CHECK(faults_of(made_of("query Q($for: ID!, $for_: ID!) { user(id: $for) { id } b: user(id: $for_) { id } }")) ==
          "d.graphql:1:20: error: $for_ and $for would both be called for_ in C++.\n");
    CHECK(holds(faults_of(made_of("query Q { user(id: 1) { state } }",
                                  "type Query { user(id: ID): User } type User { state: E } enum E { NULL NULL_ }")),
                "E.NULL_ and E.NULL would both be called NULL_ in C++."));
    CHECK(holds(
        faults_of(made_of("query Q($i: I) { a(i: $i) }", "type Query { a(i: I): Int } input I { or: Int or_: Int }")),
        "I.or_ and I.or would both be called or_ in C++."));
}

TEST_CASE("codegen: structs have constructors, whose name no member has") {
    CHECK(holds(header_of("query Q { user(id: 1) { id } }"), "struct User {\n            User() {}\n"));
    CHECK(holds(header_of("query Q { user(id: 1) { User: id } }"), "std::string User_;"));
    CHECK(holds(header_of("query Q { a: user(id: 1) { id } b: user(id: 2) { BUser: id } }"), "struct BUser_ {"));
    CHECK(holds(header_of("query Q { Data: user(id: 1) { id } }"), "User Data_;"));
    CHECK(holds(header_of("query Q { user(id: 1) { ...F } } fragment F on User { F: id }"), "std::string F_;"));
}

TEST_CASE("codegen: what stands in a fragment is read wherever the fragment is spread") {
    codegen::request from;
    from.schema = text_of("schema.graphql", small_schema);
    from.documents = {text_of("f.graphql",
                              "fragment F on Query { users(after: $after) { nodes { id } pageInfo { hasNextPage "
                              "endCursor } } }"),
                      text_of("q.graphql", "query Q($after: String) { ...F }")};
    from.how.name_space = "api";
    const auto made = codegen::generate(from);
    REQUIRE(made.files.size() == 6);
    const auto& header = made.files.at(2).text;
    const auto& source = made.files.at(3).text;
    for (const std::string name : {"F", "F::Users", "F::Users::User", "F::Users::Info"}) {
        CHECK(holds(header, "void read_json(corogql::typed::reader& in, " + name + "& out);"));
        CHECK(holds(source, "\nvoid read_json(typed::reader& in, " + name + "& out) {"));
    }
    CHECK(holds(made.files.at(4).text, "using Item = api::F::Users::User;"));
}

TEST_CASE("codegen: scalars that are what the language's own are") {
    const auto of = [](const std::string& type) {
        const auto made = made_of("query Q { at }", "type Query { at: Url! } scalar Url",
                                  "extend scalar Url @cpp(type: \"" + type + "\")");
        REQUIRE(made.files.size() == 4);
        return made.files.at(3).text;
    };
    CHECK(holds(of("std::string"), "typed::text::read(in, out.at)"));
    CHECK(holds(of("double"), "typed::number::read(in, out.at)"));
    CHECK(holds(of("bool"), "typed::boolean::read(in, out.at)"));
    CHECK(holds(of("std::int32_t"), "typed::integer::read(in, out.at)"));
    CHECK(holds(of("std::int64_t"), "typed::scalar<corogql::scalar_codec<std::int64_t>>::read(in, out.at)"));
}

TEST_CASE("codegen: fragments that a variable decides about, whatever is in them") {
    const auto made =
        made_of("query Q($x: Boolean!) { search { ...S @include(if: $x) } user(id: 1) { ...C @skip(if: $x) } } "
                "fragment S on Hit { ... on Org { name } } fragment C on User { name @include(if: $x) }");
    REQUIRE(made.files.size() == 4);
    const auto& source = made.files.at(3).text;
    CHECK(holds(source, "keys[] = {\"__typename\"};"));
    CHECK(!holds(source, "keys[] = {};"));
    CHECK(holds(source, "read_json(copy, out.C.emplace());"));
    CHECK(
        !holds(header_of("query Q { search { ... on User { as: id } ... on Org { id } as: __typename } }"), "T* as()"));
}

TEST_CASE("codegen: an introspection that is none") {
    CHECK(faults_of(made_of("query Q { a }", "{\"a\": 1}")) ==
          "schema.graphql:1:1: error: introspection: the answer has no __schema with types in it\n");
}

TEST_CASE("codegen: documents whose headers cannot include each other") {
    const auto made_of_two = [](const char* second, std::string first, std::string text) {
        codegen::request from;
        from.schema = text_of("schema.graphql", small_schema);
        from.documents = {text_of("a/d.graphql", std::move(first)), text_of(second, std::move(text))};
        return codegen::generate(from);
    };
    const std::string user = " on User { id } query ";
    const auto spread = [](const char* name, const char* fragment) {
        return std::string(name) + " { user(id: 1) { ..." + fragment + " } }";
    };
    CHECK(made_of_two("e.graphql", "fragment A" + user + spread("Q", "A"), spread("query R", "A")).files.size() == 6);
    CHECK(
        faults_of(
            made_of_two("e.graphql", "fragment A" + user + spread("Q", "B"), "fragment B" + user + spread("R", "A"))) ==
        "a/d.graphql:1:51: error: The documents a/d.graphql and e.graphql spread each other's fragments, so that "
        "neither "
        "header can come first: move a fragment.\n"
        "e.graphql:1:51: error: The documents e.graphql and a/d.graphql spread each other's fragments, so that neither "
        "header can come first: move a fragment.\n");
    CHECK(faults_of(made_of_two("b/d.graphql", "query Q { user(id: 1) { id } }", "query R { user(id: 1) { id } }")) ==
          "error: Two documents are called d.graphql, and so would be their headers.\n");
}

TEST_CASE("codegen: where a stream goes on is checked") {
    const auto resumed = [](const std::string& from, const std::string& into) {
        const auto made = made_of("subscription S($after: Int) @corogql_resume(from: \"" + from + "\", into: \"" +
                                  into + "\") { tick(after: $after) { at on list } }");
        return made.files.empty() ? faults_of(made) : made.files.at(2).text;
    };
    CHECK(holds(resumed("tick.at", "after"), "resume_path resume{\"/data/tick/at\", \"after\"}"));
    CHECK(resumed("tick.no", "after") == "d.graphql:1:29: error: \"tick.no\" leads to no field that is selected.\n");
    CHECK(resumed("tick", "after") == "d.graphql:1:29: error: \"tick\" is an object, and no value.\n");
    CHECK(resumed("tick.list", "after") == "d.graphql:1:29: error: \"tick.list\" leads through a list, \"list\".\n");
    CHECK(resumed("tick.on", "after") ==
          "d.graphql:1:29: error: \"tick.on\" is of type String, but \"after\" of type Int.\n");
    CHECK(resumed("tick.at", "before") ==
          "d.graphql:1:29: error: \"before\" is no variable of the operation, nor a field of one.\n");
    CHECK(holds(faults_of(made_of("query Q @corogql_resume(from: \"a\", into: \"b\") { user(id: 1) { id } }")),
                "Directive \"@corogql_resume\" may not be used on QUERY."));
}

TEST_CASE("codegen: pages are found where a variable takes the cursor") {
    const std::string selected = " { nodes { id } pageInfo { hasNextPage endCursor } } }";
    CHECK(holds(header_of("query Q($after: String, $n: Int) { users(first: $n, after: $after)" + selected),
                "page_path pages{\"/data/users\", \"after\", \"n\"}"));
    CHECK(holds(header_of("query Q { users(first: 3)" + selected), "page_path pages{\"\", \"\", \"\"}"));
    const auto half =
        made_of("query Q($after: String) { users(after: $after) { nodes { id } pageInfo { hasNextPage } } }");
    CHECK(faults_of(half) == "d.graphql:1:63: warning: pageInfo without endCursor cannot be paged\n");
    CHECK(half.files.size() == 4);
    const auto two =
        "query Q($a: String) { users(after: $a)" + std::string(" { nodes { id } pageInfo { hasNextPage endCursor } }");
    CHECK(holds(header_of(two + " more: users(after: $a)" + selected), "page_path pages{\"\", \"\", \"\"}"));
    CHECK(holds(header_of(two + " more: users(after: $a) @corogql_pages" + selected),
                "page_path pages{\"/data/more\", \"a\", \"\"}"));
}

TEST_CASE("codegen: names within each other") {
    const auto nested = header_of("query Q { user(id: 1) { friend { friend { id } name } } }");
    CHECK(holds(nested, "struct FriendUser {"));
    const auto twice = header_of("query Q { a: user(id: 1) { id } b: user(id: 2) { id } c: user(id: 3) { name } }");
    CHECK(holds(twice, "User a;"));
    CHECK(holds(twice, "User b;"));
    CHECK(holds(twice, "CUser c;"));
    CHECK(holds(header_of("query Q { class: user(id: 1) { NULL: id __typename } }"), "std::string NULL_;"));
    CHECK(holds(header_of("query Q { u: user(id: 1) { ...User } } fragment User on User { id }"), "api::User u;"));
    CHECK(holds(header_of("query Q { u: user(id: 1) { id state } }", "extend enum State @cpp(closed: true)"),
                "std::optional<State> state;"));
}

TEST_CASE("codegen: SHA-256 (FIPS 180-4, examples)") {
    CHECK(codegen::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(codegen::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(codegen::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(codegen::sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
