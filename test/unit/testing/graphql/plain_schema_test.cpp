#include "testing/graphql/plain_schema.hpp"

#include "testing/graphql/executor.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql::testing;

namespace {

std::string answered(const graphql_executor& api, const std::string& query) {
    graphql_request request;
    request.query = query;
    return json::serialize(api.execute(api.prepare(request)));
}

std::string books_of(const graphql_executor& api, const std::string& arguments) {
    return answered(api, "{ books(" + arguments + ") { nodes { id title } pageInfo { endCursor hasNextPage } } }");
}

} // namespace

TEST_CASE("plain_schema: books in pages") {
    const graphql_executor api(plain_schema());
    CHECK(books_of(api, "first: 2") ==
          R"({"data":{"books":{"nodes":[{"id":"1","title":"Candide"},)"
          R"({"id":"2","title":"Dracula"}],"pageInfo":{"endCursor":"2","hasNextPage":true}}}})");
    CHECK(books_of(api, "first: 2, after: 9") == R"({"data":{"books":{"nodes":[{"id":"10","title":"Zadig"}],)"
                                                 R"("pageInfo":{"endCursor":"10","hasNextPage":false}}}})");
    const auto none = R"({"data":{"books":{"nodes":[],"pageInfo":{"endCursor":null,"hasNextPage":false}}}})";
    CHECK(books_of(api, "after: 10") == none);
    CHECK(books_of(api, "first: -1, after: 10") == none);
    for (const auto* cursor : {"\"11\"", "\"x\"", "\"1x\"", "-1"})
        CHECK(books_of(api, std::string("after: ") + cursor)
                  .starts_with(R"({"errors":[{"message":"There is no cursor )"));
}

TEST_CASE("plain_schema: books are added once, to the books of one server") {
    const graphql_executor one(plain_schema()), other(plain_schema());
    const auto add = R"(mutation { addBook(title: "Germinal") { id title } })";
    CHECK(answered(one, add) == R"({"data":{"addBook":{"id":"11","title":"Germinal"}}})");
    CHECK(answered(one, add).find(R"("message":"There is a book Germinal already.")") != std::string::npos);
    CHECK(answered(one, "{ books { totalCount } }") == R"({"data":{"books":{"totalCount":11}}})");
    CHECK(answered(other, "{ books { totalCount } }") == R"({"data":{"books":{"totalCount":10}}})");
}
