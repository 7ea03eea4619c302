#include "protocol/page_shape.hpp"

#include "../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;

namespace {

/// "PLACE: ITEM ITEM | CURSOR +", the plus where there is more.
std::string found_in(std::string_view result, const page_options& options = {}) {
    const auto found = protocol::find_page(result, options);
    auto text = found.list + ':';
    for (const auto& item : found.items) text.append(" ").append(item.of(result));
    return text.append(" | ").append(found.cursor).append(found.more ? " +" : "");
}

error problem_in(std::string_view result, const page_options& options = {}) {
    return test::caught([&] { protocol::find_page(result, options); });
}

void check_misfit(std::string_view result, std::initializer_list<std::string_view> words,
                  const page_options& options = {}) {
    const auto failure = problem_in(result, options);
    CAPTURE(failure.what());
    CHECK(failure.kind() == error_kind::decode);
    for (const auto word : words) {
        CAPTURE(word);
        CHECK(std::string_view(failure.what()).find(word) != std::string_view::npos);
    }
}

page_options at(std::string pointer) { return page_options().items(std::move(pointer)); }

} // namespace

TEST_CASE("page shape: MAPI, with the numbers' own text") {
    CHECK(found_in(R"({"data":{"getRuns":{"cursor":"c1","hasNextPage":true,"runs":[ {"id": 1.10} ,{"id":2e400}]}}})") ==
          R"(/data/getRuns/runs: {"id": 1.10} {"id":2e400} | "c1" +)");
    CHECK(
        found_in(R"({"data":{"r":{"runs":[],"__typename":"RunPage","total":7,"hasNextPage":false,"cursor":null}}})") ==
        "/data/r/runs: | ");
    CHECK(found_in(R"({"data":{"r":{"runs":[1],"hasNextPage":true,"cursor":""}}})") == "/data/r/runs: 1 |  +");
    CHECK(found_in(R"({"data":{"r":{"runs":[1],"hasNextPage":true,"cursor":12345678901234567890}}})") ==
          "/data/r/runs: 1 | 12345678901234567890 +");
    CHECK(found_in(R"({"data":{"r":{"runs":[1],"hasNextPage":false}}})") == "/data/r/runs: 1 | ");
}

TEST_CASE("page shape: Relay, as nodes, as edges, as both, at any depth") {
    CHECK(found_in(R"({"data":{"a":{"b":{"nodes":[1,2],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}})") ==
          R"(/data/a/b/nodes: 1 2 | "x" +)");
    CHECK(found_in(R"({"data":{"a":{"edges":[{"cursor":"q","node":{"n":1}},null,{"node":null}],)"
                   R"("pageInfo":{"hasNextPage":false,"endCursor":"x"}}}})") ==
          R"(/data/a/edges: {"n":1} null null | "x")");
    CHECK(found_in(R"({"data":{"a":{"edges":[{"node":1}],"nodes":[1],"pageInfo":{"hasNextPage":false}}}})") ==
          "/data/a/nodes: 1 | ");
    CHECK(found_in(R"({"data":{"a":{"users":[1],"pageInfo":{"hasNextPage":false}}}})") == "/data/a/users: 1 | ");
    CHECK(found_in(R"({"data":{"runs":[1],"pageInfo":{"hasNextPage":false}}})") == "/data/runs: 1 | ");
}

TEST_CASE("page shape: pages inside of items and of pages are not looked at") {
    constexpr const char* inner = R"({"nodes":[9],"pageInfo":{"hasNextPage":true,"endCursor":"i"}})";
    CHECK(found_in(std::string(R"({"data":{"a":{"nodes":[)") + inner + R"(],"more":)" + inner +
                   R"(,"pageInfo":{"hasNextPage":false}},"list":[)" + inner + "]}}") ==
          std::string("/data/a/nodes: ") + inner + " | ");
}

TEST_CASE("page shape: backward is hasPreviousPage and startCursor") {
    constexpr const char* result = R"({"data":{"a":{"nodes":[1,2],"pageInfo":{"hasNextPage":false,"endCursor":"e",)"
                                   R"("hasPreviousPage":true,"startCursor":"s"}}}})";
    CHECK(found_in(result, page_options().backward(true)) == R"(/data/a/nodes: 1 2 | "s" +)");
    CHECK(found_in(result) == R"(/data/a/nodes: 1 2 | "e")");
    const auto failure = problem_in(R"({"data":{"a":{"runs":[],"hasNextPage":false}}})", page_options().backward(true));
    CHECK(failure.kind() == error_kind::usage);
}

TEST_CASE("page shape: a pointer names the list, or the object that holds it") {
    constexpr const char* result =
        R"({"data":{"a":{"nodes":[1],"edges":[{"node":1}],"pageInfo":{"hasNextPage":false}},)"
        R"("b":{"x":[2],"y":[3],"in":{"z":[4]},"hasNextPage":true,"cursor":"c"}}})";
    CHECK(found_in(result, at("/data/a")) == "/data/a/nodes: 1 | ");
    CHECK(found_in(result, at("/data/a/edges")) == R"(/data/a/edges: {"node":1} | )");
    CHECK(found_in(result, at("/data/b/y")) == R"(/data/b/y: 3 | "c" +)");
    CHECK(found_in(result, at("/data/b/in/z")) == R"(/data/b/in/z: 4 | "c" +)");
    check_misfit(result, {"/data/a", "/data/b", "items"});
    check_misfit(result, {"/data/none"}, at("/data/none"));
    check_misfit(result, {"/data/b/cursor", "no list"}, at("/data/b/cursor"));
    check_misfit(result, {"/data/b", "`x`", "`y`"}, at("/data/b"));
    check_misfit(result, {"/data/b/in", "select"}, at("/data/b/in"));
    check_misfit(R"({"data":{"runs":[1]}})", {"/data/runs", "hasNextPage", "select"}, at("/data/runs"));
}

TEST_CASE("page shape: what does not fit is named, with its place") {
    check_misfit(R"({"data":{"a":{"runs":[1]}}})", {"no page", "pageInfo", "hasNextPage"});
    check_misfit(R"({"data":null})", {"no page"});
    check_misfit(R"({"errors":[]})", {"no page"});
    check_misfit(R"({"data":{"a":{"runs":[],"rows":[],"hasNextPage":false}}})", {"/data/a", "`runs`", "`rows`"});
    check_misfit(R"({"data":{"a":{"runs":null,"hasNextPage":false}}})", {"/data/a", "no list"});
    check_misfit(R"({"data":{"a":{"nodes":[],"pageInfo":{"endCursor":"x"}}}})", {"/data/a/pageInfo", "no hasNextPage"});
    check_misfit(R"({"data":{"a":{"nodes":[],"pageInfo":{"hasNextPage":null}}}})", {"/data/a/pageInfo/hasNextPage"});
    check_misfit(R"({"data":{"a":{"nodes":[],"pageInfo":{"hasNextPage":true}}}})",
                 {"/data/a/pageInfo", "no endCursor"});
    check_misfit(R"({"data":{"a":{"runs":[],"hasNextPage":true}}})", {"/data/a", "no cursor"});
    check_misfit(R"({"data":{"a/b~c":{"runs":null,"hasNextPage":false}}})", {"/data/a~1b~0c"});
}
