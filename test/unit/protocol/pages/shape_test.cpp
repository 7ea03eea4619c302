#include "protocol/pages/shape.hpp"

#include "../../../support/caught.hpp"
#include "protocol/graphql/json_pointer.hpp"
#include "values/json/scanner.hpp"

#include <doctest/doctest.h>

#include <functional>

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

TEST_CASE("page shape: of members named twice the last counts, on the way to a page and beside it") {
    constexpr const char* result =
        R"({"data":{"a":{"nodes":[1],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}},)"
        R"("data":{"b":{"l":[1],"l2":7,"hasNextPage":false},"b":{"l":[2],"hasNextPage":false}}})";
    CHECK(found_in(result, at("/data/b/l")) == "/data/b/l: 2 | ");
    CHECK(found_in(result, at("/data/b")) == "/data/b/l: 2 | ");
    check_misfit(result, {"nothing stands at /data/a/nodes"}, at("/data/a/nodes"));
    check_misfit(result, {"nothing stands at /data/b/l2"}, at("/data/b/l2"));
    check_misfit(R"({"data":{"a":{"nodes":[],"pageInfo":{"hasNextPage":false}}},"data":null})", {"no page"});
}

TEST_CASE("page shape: a page within one that shows itself only at its end is somebody else's") {
    constexpr const char* pages = R"({"l":[1],"hasNextPage":false},"q":{"l":[2],"hasNextPage":false})";
    const auto outer = R"({"data":{"a":{"list":[3],"p":)" + std::string(pages) + R"(,"hasNextPage":false}}})";
    CHECK(found_in(outer) == "/data/a/list: 3 | ");
    CHECK(found_in(outer, at("/data/a/p/l")) == "/data/a/p/l: 1 | ");
    check_misfit(R"({"data":{"a":{"p":)" + std::string(pages) + "}}}", {"/data/a/p and", "/data/a/q:"});
}

#ifndef NDEBUG
namespace {

/// How often a search passes over each byte of an answer, about.
double passes(std::string_view result, const std::function<void()>& search) {
    const auto before = detail::json_scanner::bytes_passed;
    search();
    return static_cast<double>(detail::json_scanner::bytes_passed - before) / static_cast<double>(result.size());
}

/// A list of numbers, `depth` objects deep, with what stands beside it.
std::string nested(int depth, std::string_view beside) {
    std::string text = R"({"data":)", end;
    for (int i = 0; i < depth; ++i) text += "{\"a\":", end += '}';
    text += "{\"list\":[1";
    for (int i = 0; i < 20'000; ++i) text += ",1";
    return text.append("]").append(beside).append("}") + end + '}';
}

} // namespace

TEST_CASE("page shape: finding a page takes as long in a deep answer as in a flat one") {
    constexpr std::string_view info = R"(,"hasNextPage":false)";
    for (const std::string_view beside : {std::string_view(), info}) {
        CAPTURE(beside);
        for (const int depth : {1, 500}) {
            CAPTURE(depth);
            const auto result = nested(depth, beside);
            std::string pointer = "/data";
            for (int i = 0; i < depth; ++i) pointer += "/a";
            const std::vector<page_options> ways{page_options(), at(pointer), at(pointer + "/list")};
            for (const auto& way : ways) {
                CAPTURE(way.items().size());
                const auto search = [&] {
                    if (beside.empty())
                        CHECK(problem_in(result, way).kind() == error_kind::decode);
                    else
                        CHECK(protocol::find_page(result, way).items.size() == 20'001);
                };
                CHECK(passes(result, search) < 2.1); // one for the page, one for its items
            }
            const auto pointed = [&] { CHECK(protocol::find_pointer(result, pointer + "/list")); };
            CHECK(passes(result, pointed) < 1.1);
        }
    }
}
#endif

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
    check_misfit(R"({"data":{"a":{"nodes":[],"cursor":"x","pageInfo":{"hasNextPage":true}}}})",
                 {"/data/a/pageInfo", "no endCursor"}); // what stands beside pageInfo is none of it
    check_misfit(R"({"data":{"a":{"runs":[],"hasNextPage":true}}})", {"/data/a", "no cursor"});
    check_misfit(R"({"data":{"a/b~c":{"runs":null,"hasNextPage":false}}})", {"/data/a~1b~0c"});
}
