#include "protocol/pages/variables.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using protocol::page_shape;

namespace {

/// "name" for scalars and lists, "name.…" for what may have members.
std::string declared_in(std::string_view document, std::string_view name = "") {
    std::string all;
    for (const auto& each : protocol::find_variables(document, name))
        all += (all.empty() ? "" : " ") + each.name + (each.has_members ? ".…" : "");
    return all;
}

std::string cursor_of(std::string_view document, page_shape shape, const page_options& options = {}) {
    return protocol::cursor_variable(protocol::find_variables(document, ""), options, shape);
}

std::string size_of(std::string_view document, page_shape shape, const page_options& options = {}) {
    return protocol::page_size_variable(protocol::find_variables(document, ""), options, shape);
}

constexpr const char* with_input = "query($input: RunsInput!, $after: String) { a }";
constexpr const char* relay = "query Q($first: Int = 10, $after: String) { a }";

} // namespace

TEST_CASE("page variables: declared ones are found, in their order") {
    CHECK(declared_in("{ a }").empty());
    CHECK(declared_in("query { a(x: $b) }").empty());
    CHECK(declared_in("query Q { a(x: $b) }").empty());
    CHECK(declared_in("query($a: Int, $b: In) { c }") == "a b.…");
    CHECK(declared_in("query Q ($a:[In!]!$b:ID!,$c:String=\"$d: In\") @x(y: 1) { c }") == "a b c");
    CHECK(declared_in("query($a: In = {b: [1], c: {d: 2}} @x(y: \")\", z: {w: 1}), $e: Boolean) { f }") == "a.… e");
    CHECK(declared_in("# query($no: In)\nquery($a: In # $b: In\n) { c }") == "a.…");
    CHECK(declared_in("fragment F on T { x(y: $z) } query($a: Float) { ...F }") == "a");
}

TEST_CASE("page variables: the operation's name decides whose they are") {
    constexpr const char* document = "query A($a: In) { x } query B($b: In) { y { z(w: $b) } } query C { x }";
    CHECK(declared_in(document) == "a.…");
    CHECK(declared_in(document, "B") == "b.…");
    CHECK(declared_in(document, "C").empty());
    CHECK(declared_in(document, "D").empty());
}

TEST_CASE("page variables: half a document is no reason to fail") {
    for (const char* document :
         {"", "query", "query(", "query($", "query($a", "query($a:", "query Q($a: In", "$", "(("})
        CHECK_NOTHROW(protocol::find_variables(document, ""));
}

TEST_CASE("page variables: the MAPI shape has a member of the first one, or a scalar of that name") {
    CHECK(cursor_of(with_input, page_shape::mapi) == "input.cursor");
    CHECK(size_of(with_input, page_shape::mapi) == "input.limit");
    CHECK(cursor_of("query($limit: Int, $cursor: String) { a }", page_shape::mapi) == "cursor");
    CHECK(size_of("query($limit: Int, $cursor: String) { a }", page_shape::mapi) == "limit");
    CHECK(cursor_of(relay, page_shape::mapi) == "after");
    CHECK(size_of(relay, page_shape::mapi) == "first");
}

TEST_CASE("page variables: Relay has after and first; before and last the other way") {
    CHECK(cursor_of(relay, page_shape::relay) == "after");
    CHECK(size_of(relay, page_shape::relay) == "first");
    CHECK(cursor_of(with_input, page_shape::relay) == "after");
    constexpr const char* both = "query($first: Int, $after: ID, $last: Int, $before: ID) { a }";
    const auto back = page_options().backward(true);
    CHECK(cursor_of(both, page_shape::relay, back) == "before");
    CHECK(size_of(both, page_shape::relay, back) == "last");
}

TEST_CASE("page variables: what is named goes before all guesses, and the size stands beside the cursor") {
    const auto named = [](std::string path) { return page_options().cursor_variable(std::move(path)); };
    CHECK(cursor_of(with_input, page_shape::relay, named("input.page.after")) == "input.page.after");
    CHECK(size_of(with_input, page_shape::mapi, named("input.page.after")) == "input.page.first");
    CHECK(size_of(with_input, page_shape::mapi, named("input.before")) == "input.last");
    CHECK(size_of(with_input, page_shape::relay, named("input.cursor")) == "input.limit");
    CHECK(size_of(with_input, page_shape::mapi, named("input.token")) == "input.limit");
    CHECK(size_of(with_input, page_shape::mapi, page_options().page_size(3, "input.count")) == "input.count");
}

TEST_CASE("page variables: where none fits, the error says what to declare") {
    const auto problem = [](auto&& call) {
        const auto failure = test::caught(call);
        CHECK(failure.kind() == error_kind::usage);
        return std::string(failure.what());
    };
    CHECK(problem([] { cursor_of("{ a }", page_shape::relay); }).find("declare $after") != std::string::npos);
    CHECK(problem([] { cursor_of("query($x: Int) { a }", page_shape::mapi); }).find("$after") != std::string::npos);
    CHECK(problem([] { cursor_of(relay, page_shape::relay, page_options().backward(true)); }).find("$before") !=
          std::string::npos);
    CHECK(problem([] { size_of("query($after: ID) { a }", page_shape::relay); }).find("$first") != std::string::npos);
    CHECK(problem([] {
              cursor_of(relay, page_shape::relay, page_options().cursor_variable("input.after"));
          }).find("no variable $input") != std::string::npos);
    CHECK(problem([] {
              size_of(relay, page_shape::relay, page_options().page_size(3, "input.size"));
          }).find("no variable $input") != std::string::npos);
}

TEST_CASE("page variables: before the first answer the document tells the shape") {
    const auto relay_expected = [](std::string_view document, const page_options& options = {}) {
        return protocol::expected_shape(protocol::find_variables(document, ""), options) == page_shape::relay;
    };
    CHECK(relay_expected(relay));
    CHECK(!relay_expected("query($input: RunsInput!) { a }"));
    CHECK(relay_expected("query($last: Int) { a }", page_options().backward(true)));
}
