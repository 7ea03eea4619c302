#include "protocol/http/get_target.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace corogql;
using namespace corogql::protocol;

namespace {

payload_parts payload_parts_of(const request& operation, bool with_document = true) {
    return {operation.document(),        operation.operation_name(),     operation.variables(), operation.extensions(),
            operation.empty_variables(), operation.number_texts().get(), with_document};
}

std::string target_of(std::string_view target, const payload_parts& parts) {
    const get_target made(target, parts);
    auto text = made.text();
    CHECK(made.size() == text.size() + (target.ends_with('?') || target.ends_with('&') ? 1 : 0));
    return text;
}

} // namespace

TEST_CASE("request: a document's identifier goes in its place, in a body and in a target") {
    const auto made = corogql::request("query A { a }").document_id("sha256:0a").variable("x", 1);
    CHECK(to_payload(made) == R"({"documentId":"sha256:0a","variables":{"x":1}})");
    auto over_socket = parts_of(made);
    over_socket.empty_query = true;
    CHECK(to_payload(over_socket) == R"({"documentId":"sha256:0a","query":"","variables":{"x":1}})");
    const auto parts = parts_of(made);
    CHECK(get_target("/g", parts).text().find("documentId=sha256") != std::string::npos);
    CHECK(get_target("/g", parts).text().find("query=") == std::string::npos);
    CHECK_THROWS(check_text(parts_of(corogql::request("{ a }").document_id("\xff"))));
}

TEST_CASE("GET: what there is becomes parameters, values as JSON (H54)") {
    const auto all =
        request("query Q($a: I) { b }").operation_name("Q").variable("a", "é&").extension("x", json::object());
    CHECK(target_of("/graphql", payload_parts_of(all)) == "/graphql?query=query%20Q(%24a%3A%20I)%20%7B%20b%20%7D&"
                                                          "operationName=Q&variables=%7B%22a%22%3A%22%C3%A9%26%22%7D"
                                                          "&extensions=%7B%22x%22%3A%7B%7D%7D");
    CHECK(target_of("/graphql", payload_parts_of(request("{a}"))) == "/graphql?query=%7Ba%7D");
    CHECK(target_of("/graphql", payload_parts_of(request("{a}").empty_variables(true))) ==
          "/graphql?query=%7Ba%7D&variables=%7B%7D");
}

TEST_CASE("GET: parameters of the endpoint stay") {
    const request operation("{a}");
    CHECK(target_of("/graphql?key=1%202", payload_parts_of(operation)) == "/graphql?key=1%202&query=%7Ba%7D");
    CHECK(target_of("/graphql?", payload_parts_of(operation)) == "/graphql?query=%7Ba%7D");
    CHECK(target_of("/graphql?a&", payload_parts_of(operation)) == "/graphql?a&query=%7Ba%7D");
}

TEST_CASE("GET: a document that the server knows does not travel (A5)") {
    const auto hashed = request("{a}").extension("persistedQuery", 1);
    CHECK(target_of("/", payload_parts_of(hashed, false)) == "/?extensions=%7B%22persistedQuery%22%3A1%7D");
    CHECK(target_of("/", payload_parts_of(request("{a}"), false)) == "/");
}

TEST_CASE("GET: numbers that JSON cannot hold are refused") {
    const auto odd = request("{a}").variable("x", std::nan(""));
    CHECK(to_string(corogql::test::caught([&] { get_target("/", payload_parts_of(odd)); }).kind()) == "usage");
}
