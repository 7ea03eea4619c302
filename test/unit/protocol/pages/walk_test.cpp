#include "protocol/pages/walk.hpp"

#include "../../../support/caught.hpp"
#include "protocol/graphql/execution_result.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <map>

using namespace corogql;

namespace {

constexpr const char* relay_document = "query($after: String, $first: Int) { a }";

protocol::page_walk walk_of(page_options options = {}, request operation = request(relay_document)) {
    return {std::move(operation), std::move(options), 512};
}

/// A connection with `size` numbers; a cursor of null where there is none.
response response_of(std::size_t size, bool more, const std::string& cursor = "null") {
    std::string list;
    for (std::size_t i = 0; i < size; ++i) list += (i ? "," : "") + std::to_string(i);
    return protocol::read_result(R"({"data":{"a":{"nodes":[)" + list + R"(],"pageInfo":{"hasNextPage":)" +
                                     (more ? "true" : "false") + R"(,"endCursor":)" + cursor + "}}}}",
                                 512);
}

page receive(protocol::page_walk& walk, response answer) { return walk.accept(walk.read(std::move(answer))); }

std::string variables_of(const protocol::page_walk& walk) { return json::serialize(walk.next_request().variables()); }

} // namespace

TEST_CASE("page walk: each request has the cursor of the page before, and everything else unchanged") {
    request operation(relay_document);
    operation.variable("first", 2).operation_name("").header("X-One", "1").timeout(std::chrono::seconds(3));
    auto walk = walk_of({}, operation);
    CHECK(variables_of(walk) == R"({"first":2})");
    auto first = receive(walk, response_of(2, true, R"("c1")"));
    CHECK(first.number() == 1);
    CHECK(first.has_more());
    CHECK(first.items_as<int>() == std::vector{0, 1});
    CHECK(variables_of(walk) == R"({"first":2,"after":"c1"})");
    CHECK(variables_of(walk) == R"({"first":2,"after":"c1"})"); // asking moves nothing
    CHECK(walk.next_request().headers() == operation.headers());
    CHECK(walk.next_request().timeout() == operation.timeout());
    receive(walk, response_of(2, true, "18446744073709551615"));
    CHECK(variables_of(walk) == R"({"first":2,"after":18446744073709551615})");
    const auto last = receive(walk, response_of(1, false, R"("c3")"));
    CHECK(last.number() == 3);
    CHECK(!last.has_more());
    CHECK(walk.over());
    CHECK(walk.cursor() == json::value("c3"));
}

TEST_CASE("page walk: the size and the place to begin are in the first request") {
    auto walk = walk_of(page_options().page_size(50).start_from("c7"));
    CHECK(variables_of(walk) == R"({"first":50,"after":"c7"})");
    CHECK(walk.cursor() == json::value("c7"));
    const request mapi("query($data: In!) { a }");
    auto other = walk_of(page_options().page_size(50).start_from("c7"), mapi);
    CHECK(variables_of(other) == R"({"data":{"limit":50,"cursor":"c7"}})");
}

TEST_CASE("page walk: options that the document cannot follow are refused at once") {
    const auto refused = [](page_options options, const char* document) {
        return test::caught([&] { walk_of(std::move(options), document); }).kind() == error_kind::usage;
    };
    CHECK(refused(page_options().page_size(3), "{ a }"));
    CHECK(refused(page_options().start_from("x"), "{ a }"));
    CHECK(refused(page_options().cursor_variable("input.after"), relay_document));
    CHECK(refused(page_options().items("data/runs"), relay_document));
}

TEST_CASE("page walk: one page needs no variable; the second says which is missing, once the first has come") {
    auto walk = walk_of({}, "{ a }");
    receive(walk, response_of(2, true, R"("c1")"));
    REQUIRE(walk.obstacle());
    CHECK(walk.obstacle()->kind() == error_kind::usage);
    auto single = walk_of({}, "{ a }");
    receive(single, response_of(2, false));
    CHECK(single.over());
    CHECK(!single.obstacle());
}

TEST_CASE("page walk: cursors that come again are found, whatever the circle's length") {
    for (const int length : {1, 2, 3, 7, 20}) {
        CAPTURE(length);
        auto walk = walk_of();
        int pages = 0;
        while (walk.goes_on() && pages < 200) {
            const auto cursor = pages < 5 ? pages : 5 + (pages - 5) % length; // a tail of five, then the circle
            receive(walk, response_of(1, true, std::to_string(cursor)));
            ++pages;
        }
        REQUIRE(walk.obstacle());
        CHECK(walk.obstacle()->kind() == error_kind::protocol);
        CHECK(pages <= 3 * (5 + length));
    }
}

TEST_CASE("page walk: a cursor that no value holds as it is cannot be sent back: an obstacle, and the cursor stays") {
    for (const std::string cursor : {R"("\ud800")", "1e99999999999", "1e999", "123456789012345678901"}) {
        CAPTURE(cursor);
        auto walk = walk_of();
        receive(walk, response_of(1, true, R"("c1")"));
        CHECK(receive(walk, response_of(2, true, cursor)).size() == 2);
        REQUIRE(walk.obstacle());
        CHECK(walk.obstacle()->kind() == error_kind::decode);
        CHECK(walk.obstacle()->phase() == error_phase::decode);
        const std::string_view words = walk.obstacle()->what();
        CHECK(words.find("page 2") != std::string_view::npos);
        CHECK(words.find("data.a") != std::string_view::npos);
        CHECK(walk.cursor() == json::value("c1"));

        auto last = walk_of();
        receive(last, response_of(1, false, cursor));
        CHECK(last.over());
        CHECK(!last.obstacle());
        CHECK(!last.cursor());
    }
}

TEST_CASE("page walk: a thousand cursors that differ are no circle") {
    auto walk = walk_of();
    for (int i = 0; i < 1000; ++i) receive(walk, response_of(1, true, std::to_string(i)));
    CHECK(walk.goes_on());
}

TEST_CASE("page walk: the limit cuts a page, and the cursor stays before what was cut") {
    auto walk = walk_of(page_options().limit(5));
    receive(walk, response_of(3, true, R"("c1")"));
    const auto cut = receive(walk, response_of(3, true, R"("c2")"));
    CHECK(cut.size() == 2);
    CHECK(cut.has_more());
    CHECK(walk.over());
    CHECK(walk.cursor() == json::value("c1"));

    auto exact = walk_of(page_options().limit(3));
    CHECK(receive(exact, response_of(3, true, R"("c1")")).has_more());
    CHECK(exact.over());
    CHECK(exact.cursor() == json::value("c1"));
}

TEST_CASE("page walk: the greatest number of pages is a failure only when there are more") {
    auto walk = walk_of(page_options().max_pages(2));
    receive(walk, response_of(0, true, "1"));
    CHECK(walk.goes_on());
    receive(walk, response_of(0, true, "2"));
    REQUIRE(walk.obstacle());
    CHECK(walk.obstacle()->kind() == error_kind::limit);
    CHECK(walk.cursor() == json::value(2));

    auto fits = walk_of(page_options().max_pages(1));
    receive(fits, response_of(1, false));
    CHECK(!fits.obstacle());
    CHECK(page_options().max_pages() == 10'000);
}

TEST_CASE("page walk: errors in a page's place are thrown as such, errors beside it are the consumer's to see") {
    auto walk = walk_of();
    receive(walk, response_of(1, true, R"("c1")"));
    const auto failed = [&](const char* text) {
        return test::caught([&] { receive(walk, protocol::read_result(text, 512)); });
    };
    const auto failure = failed(R"({"data":{"a":null},"errors":[{"message":"no"}]})");
    CHECK(failure.kind() == error_kind::graphql);
    CHECK(failure.errors().front().message == "no");
    CHECK(failed(R"({"data":{"a":null}})").kind() == error_kind::decode);
    CHECK(variables_of(walk) == R"({"after":"c1"})"); // it stays where it was
    const auto partial = receive(
        walk,
        protocol::read_result(
            R"({"data":{"a":{"nodes":[1,null],"pageInfo":{"hasNextPage":false}}},"errors":[{"message":"no"}]})", 512));
    CHECK(partial.number() == 2);
    CHECK(partial.size() == 2);
    CHECK(partial.answer().errors().size() == 1);
}

TEST_CASE("page: items as text, as values and decoded; errors name the item") {
    auto walk = walk_of();
    const auto taken = receive(
        walk,
        protocol::read_result(
            R"({"data":{"a":{"edges":[{"node":{"id":1.10}},{"node":{"id":"x"}}],"pageInfo":{"hasNextPage":false}}}})",
            512));
    CHECK(taken.text(0) == R"({"id":1.10})");
    CHECK(taken.item(1).at("id") == "x");
    CHECK(taken.items().size() == 2);
    CHECK(!taken.empty());
    using ids = std::map<std::string, double>;
    CHECK(taken.item_as<ids>(0).at("id") == 1.1);
    const auto failure = test::caught([&] { taken.items_as<ids>(); });
    CHECK(failure.kind() == error_kind::decode);
    CHECK(std::string_view(failure.what()).find("data.a.edges[1].id") != std::string_view::npos);
    auto other = walk_of();
    const auto broken = receive(
        other, protocol::read_result(R"({"data":{"a":{"nodes":["\ud800"],"pageInfo":{"hasNextPage":false}}}})", 512));
    CHECK(broken.text(0) == R"("\ud800")");
    CHECK(std::string_view(test::caught([&] { broken.item(0); }).what()).find("data.a.nodes[0]") !=
          std::string_view::npos);
}

TEST_CASE("page walk: a null within an item that an error explains is that error") {
    using names = std::map<std::string, std::string>;
    const auto say = [](std::string_view list, const char* path, const char* items = "") {
        auto walk = walk_of(page_options().items(items));
        const auto taken = receive(walk, protocol::read_result(R"({"data":{"a":{)" + std::string(list) +
                                                                   R"(,"pageInfo":{"hasNextPage":false}}},)"
                                                                   R"("errors":[{"message":"not yours","path":)" +
                                                                   path + "}]}",
                                                               512));
        return test::caught([&] { taken.items_as<names>(); });
    };
    const auto nodes = say(R"("nodes":[{"n":"x"},{"n":null}])", R"(["a","nodes",1,"n"])");
    CHECK(to_string(nodes.kind()) == "graphql");
    CHECK(std::string(nodes.what()) == "data.a.nodes[1].n is null: not yours (at a.nodes[1].n)");
    CHECK(nodes.errors().size() == 1);
    const auto deep = say(R"("x":[0,{"nodes":[{"n":null}]}])", R"(["a","x",1,"nodes",0,"n"])", "/data/a/x/1/nodes");
    CHECK(std::string(deep.what()) == "data.a.x[1].nodes[0].n is null: not yours (at a.x[1].nodes[0].n)");
    const auto edges = say(R"("edges":[{"node":{"n":"x"}},{"node":null}])", R"(["a","edges",1,"node","n"])");
    CHECK(to_string(edges.kind()) == "graphql");
    const auto innocent = say(R"("edges":[{"node":{"n":null}}])", R"(["a","edges",1,"node","n"])");
    CHECK(to_string(innocent.kind()) == "decode");
    CHECK(innocent.errors().size() == 1);
}
