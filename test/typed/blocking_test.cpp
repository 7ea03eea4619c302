/// Generated code for code that blocks, against the built-in server over real sockets.
#include "books.graphql.hpp"
#include "lines.graphql.hpp"

#include "../support/caught.hpp"

#include <corogql/blocking_typed.hpp>
#include <corogql/testing/server.hpp>

#include <doctest/doctest.h>

using namespace corogql;
using namespace books_api;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

json::value line(int number) { return {{"number", number}, {"text", "l" + std::to_string(number)}}; }

testing::served_schema library() {
    auto serving = testing::served_schema::from_file(SCHEMA);
    serving.value("Query.node", {{"__typename", "Book"}, {"id", "1"}, {"title", "Dune"}});
    serving.resolve("Query.books", [](const json::value&, const json::object& asked) -> json::value {
        const bool second = asked.contains("after") && asked.at("after").is_string();
        json::object book{{"id", second ? "2" : "1"}, {"title", second ? "b" : "a"}};
        return {{"nodes", {book}}, {"pageInfo", {{"hasNextPage", !second}, {"endCursor", second ? "z" : "y"}}}};
    });
    serving.subscribe("Subscription.lines", {line(1), line(2)});
    return serving;
}

struct serving {
    testing::server server{testing::server_options().schema(library())};
    blocking_client api{client_options(server.url())};
};

} // namespace

TEST_CASE("blocking typed: queries wait, with a deadline, or are started") {
    serving on;
    CHECK(execute(on.api, ById("1")).data().node->id == "1");
    CHECK(execute(on.api, ById("1"), 10s).data().node->id == "1");
    CHECK(execute<ById>(on.api, to_request(ById("1")).timeout(10s)).ok());
    auto pending = start(on.api, ById("1"));
    CHECK(pending.get().data().node->id == "1");
    auto given_up = start(on.api, ById("1"));
    given_up.cancel();
    CHECK(given_up.wait_for(10s));
    // Standing, as what was given up may reach the server only now.
    on.server.inject(testing::fault::on_request().silence().standing());
    const auto late = caught([&] { execute(on.api, ById("1"), 10ms); });
    CHECK(late.kind() == error_kind::timeout);
}

TEST_CASE("blocking typed: subscriptions and pages are ranges, and can say where to go on") {
    serving on;
    auto lines = subscribe(on.api, Lines());
    std::vector<int> numbers;
    for (const auto& event : lines) numbers.push_back(event.data().lines.number);
    CHECK(numbers == std::vector<int>{1, 2});
    REQUIRE(lines.cursor());
    CHECK(*lines.cursor() == 2);
    CHECK(lines.statistics().taken == 2);

    auto pages = paginate(on.api, Books());
    std::string titles;
    for (const auto& page : pages)
        for (const Books::Item& book : page.items()) titles += book.title;
    CHECK(titles == "ab");
    REQUIRE(pages.cursor());
    CHECK(*pages.cursor() == "z");
}
