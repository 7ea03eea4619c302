#include "values/errors/detailed_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql;

TEST_CASE("error: copies share facts until one is changed") {
    detailed_error first(error_kind::http, "HTTP 503");
    first.http_status(503).attempts(2);
    detailed_error second(first);
    second.attempts(3).message("HTTP 503 again");
    CHECK(first.attempts() == 2);
    CHECK(std::string(first.what()) == "HTTP 503");
    CHECK(second.attempts() == 3);
    CHECK(second.http_status() == 503u);
    CHECK(to_string(second.kind()) == "http");
}

TEST_CASE("error: the body excerpt is bounded") {
    detailed_error failure(error_kind::http, "HTTP 500");
    failure.body_excerpt(std::string(5000, 'x'));
    CHECK(failure.body_excerpt().size() == 1024);
}

TEST_CASE("error: every kind and phase has its name") {
    CHECK(to_string(error_kind::cancelled) == "cancelled");
    CHECK(to_string(error_kind::usage) == "usage");
    CHECK(to_string(error_phase::decode) == "decode");
    CHECK(to_string(error_phase::upgrade) == "upgrade");
}

TEST_CASE("graphql_error: reads a whole entry and writes it back") {
    const auto entry = json::parse(R"({"message":"no","locations":[{"line":2,"column":3}],
        "path":["runs",1,"name"],"extensions":{"code":"BAD"}})");
    const auto error = to_graphql_error(entry);
    CHECK(error.message == "no");
    CHECK(error.locations.at(0).column == 3);
    CHECK(error.path_text() == "runs[1].name");
    CHECK(error.code() == "BAD");
    CHECK(to_json(error) == entry);
}

TEST_CASE("graphql_error: tolerates entries of the wrong shape") {
    CHECK(to_graphql_error("plain").message == "plain");
    CHECK(to_graphql_error(7).message == "7");
    const auto odd = to_graphql_error(json::parse(R"({"message":4,"locations":[1],"path":"x","extensions":null})"));
    CHECK(odd.message.empty());
    CHECK(odd.locations.empty());
    CHECK(odd.path_text().empty());
    CHECK(to_graphql_error(json::parse(R"({"extensions":{"code":404}})")).code() == "404");
}
