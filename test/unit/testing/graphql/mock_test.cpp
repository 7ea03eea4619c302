#include "testing/graphql/executor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace corogql::testing;

namespace {

served_schema mocked_shop(std::uint64_t seed) {
    served_schema schema(R"(
        scalar Date scalar DateTime scalar URL scalar UUID scalar JSON scalar BigInt
        enum Status { NEW PAID }
        interface Node { id: ID! }
        type Order implements Node {
          id: ID! status: Status! placed: Date! updatedAt: DateTime! page: URL! key: UUID! extra: JSON! amount: BigInt!
          buyer: Person! lines: [Line!]! note: String next: Order
        }
        type Person implements Node { id: ID! name: String! email: String! age: Int! height: Float! active: Boolean! }
        type Line { title: String! quantity: Int! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        type Orders { nodes: [Order!]! pageInfo: PageInfo! }
        union Found = Order | Person
        input NewOrder { note: String }
        type Query {
          order(id: ID!): Order  orders(first: Int): Orders!  list(limit: Int): [Person!]!  node: Node  found: [Found!]!
        }
        type Mutation { create(order: NewOrder!): Order! }
        type Subscription { changed(status: Status): Order! }
    )");
    return schema.mock(seed);
}

json::value mocked(const std::string& query, std::uint64_t seed = 1) {
    const graphql_executor api(mocked_shop(seed));
    graphql_request request;
    request.query = query;
    const auto result = api.execute(api.prepare(request));
    CAPTURE(json::serialize(result));
    REQUIRE_FALSE(result.contains("errors"));
    return result.at("data");
}

} // namespace

TEST_CASE("mock: values suit their types and names") {
    const auto data = mocked("{ order(id: \"7\") { id status placed updatedAt page key extra amount note lines { title "
                             "quantity } buyer { name email age height active } } node { __typename id } }");
    CAPTURE(json::serialize(data));
    const auto& order = data.at("order");
    CHECK(order.at("id") == "7");
    CHECK((order.at("status") == "NEW" || order.at("status") == "PAID"));
    CHECK(order.at("placed").as_string().size() == 10);
    CHECK(order.at("updatedAt").as_string().size() == 20);
    CHECK(order.at("page").as_string().starts_with("https://"));
    CHECK(order.at("key").as_string().size() == 36);
    CHECK(order.at("extra").is_object());
    CHECK(order.at("amount").is_int64());
    const auto& buyer = order.at("buyer");
    CHECK(buyer.at("name").as_string().find(' ') != json::string::npos);
    CHECK(buyer.at("email").as_string().find("@example.com") != json::string::npos);
    CHECK(buyer.at("age").as_int64() >= 18);
    CHECK(buyer.at("height").is_number());
    CHECK(buyer.at("active").is_bool());
    CHECK(order.at("lines").as_array().size() >= 2);
    CHECK((data.at("node").at("__typename") == "Order" || data.at("node").at("__typename") == "Person"));
}

TEST_CASE("mock: the same seed gives the same, and a field is the same wherever it is asked for") {
    const std::string query = "{ a: order(id: 1) { note buyer { name } } b: order(id: 1) { buyer { name } note } c: "
                              "order(id: 2) { note buyer { name } } found { __typename } }";
    const auto data = mocked(query, 3);
    CHECK(data == mocked(query, 3));
    CHECK(data != mocked(query, 4));
    CHECK(data.at("a") == data.at("b"));
    CHECK(data.at("a") != data.at("c"));
}

TEST_CASE("mock: ids differ, lists are as long as asked for, and pages end") {
    const auto data = mocked("{ orders(first: 1) { nodes { id } pageInfo { hasNextPage } } none: list(limit: 0) { id } "
                             "list { id } }");
    CAPTURE(json::serialize(data));
    CHECK(data.at("orders").at("nodes").as_array().size() == 1);
    CHECK(data.at("orders").at("pageInfo").at("hasNextPage") == false);
    CHECK(data.at("none").as_array().empty());
    std::set<std::string> ids;
    const auto& list = data.at("list").as_array();
    for (const auto& one : list) ids.insert(json::serialize(one));
    CHECK(ids.size() == list.size());
    CHECK(list.size() >= 2);
    CHECK(list.size() <= 4);
}

TEST_CASE("mock: what is created is what was asked for, and resolvers come first") {
    CHECK(mocked("mutation { create(order: {note: \"soon\"}) { note } }").at("create").at("note") == "soon");
    auto schema = mocked_shop(1);
    schema.value("Order.note", "mine").value("Query.node", {{"__typename", "Person"}, {"name", "Ada"}});
    const graphql_executor api(schema);
    graphql_request request;
    request.query = "{ order(id: 1) { note next { note } } node { ... on Person { name age } } }";
    const auto data = api.execute(api.prepare(request)).at("data");
    CHECK(data.at("order").at("next").at("note") == "mine");
    CHECK(data.at("node").at("name") == "Ada");
    CHECK(data.at("node").at("age").is_int64());
}

TEST_CASE("mock: a subscription has a few events, which differ") {
    const graphql_executor api(mocked_shop(1));
    graphql_request request;
    request.query = "subscription { changed(status: PAID) { id status } }";
    const auto prepared = api.prepare(request);
    const auto source = api.open(prepared);
    std::set<std::string> events;
    while (auto event = source->next()) {
        events.insert(json::serialize(api.project(prepared, std::move(*event))));
        CHECK(events.rbegin()->find(R"("status":"PAID")") != std::string::npos);
    }
    CHECK(events.size() == 3);
    CHECK(source->ended());
    source->go_on_behind(1);
    CHECK(source->next());
}
