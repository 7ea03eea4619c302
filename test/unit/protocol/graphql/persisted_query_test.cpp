#include "protocol/graphql/persisted_query.hpp"

#include "protocol/graphql/operation.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using form = persisted_form;

namespace {

std::vector<graphql_error> persisted_response(std::string message, std::string_view code = "") {
    std::vector<graphql_error> errors(2);
    errors[0].message = "another";
    errors[1].message = std::move(message);
    if (!code.empty()) errors[1].extensions["code"] = std::string(code);
    return errors;
}

} // namespace

TEST_CASE("persisted query: the hash stands among the extensions, with the document or without (A4)") {
    const auto operation = request("query Q { a }").operation_name("Q").variable("x", 1).extension("y", 2);
    const auto extensions = persisted_query_extensions(operation.extensions(), "ab12");
    CHECK(json::serialize(extensions) == R"({"y":2,"persistedQuery":{"version":1,"sha256Hash":"ab12"}})");
    CHECK(operation.extensions().size() == 1);
    payload_parts parts{operation.document(), operation.operation_name(), operation.variables(), extensions, false};
    CHECK(to_payload(parts) == R"({"query":"query Q { a }","operationName":"Q","variables":{"x":1},)"
                               R"("extensions":{"y":2,"persistedQuery":{"version":1,"sha256Hash":"ab12"}}})");
    parts.with_document = false;
    CHECK(to_payload(parts) == R"({"operationName":"Q","variables":{"x":1},)"
                               R"("extensions":{"y":2,"persistedQuery":{"version":1,"sha256Hash":"ab12"}}})");
    const json::object nothing;
    CHECK(to_payload({"", "", nothing, nothing, false, nullptr, false}) == "{}");
}

TEST_CASE("persisted query: a document that is not known is sent with its hash, and then without (A1, A3)") {
    for (const auto& errors :
         {persisted_response("PersistedQueryNotFound"), persisted_response("x", "PERSISTED_QUERY_NOT_FOUND")}) {
        const auto first = retry_persisted(form::hash, errors);
        REQUIRE(first);
        CHECK((first->form == form::hash_and_document));
        CHECK(first->supported);
        const auto second = retry_persisted(form::hash_and_document, errors);
        REQUIRE(second);
        CHECK((second->form == form::document));
        CHECK(second->supported);
        CHECK(!retry_persisted(form::document, errors));
    }
}

TEST_CASE("persisted query: a server without them gets the document alone, from then on (A2)") {
    for (const auto& errors :
         {persisted_response("PersistedQueryNotSupported"), persisted_response("", "PERSISTED_QUERY_NOT_SUPPORTED")})
        for (const auto sent : {form::hash, form::hash_and_document}) {
            const auto retry = retry_persisted(sent, errors);
            REQUIRE(retry);
            CHECK((retry->form == form::document));
            CHECK(!retry->supported);
        }
    CHECK(!retry_persisted(form::document, persisted_response("PersistedQueryNotSupported")));
}

TEST_CASE("persisted query: other errors are the answer") {
    for (const auto sent : {form::hash, form::hash_and_document, form::document}) {
        CHECK(!retry_persisted(sent, {}));
        CHECK(!retry_persisted(sent, persisted_response("persistedquerynotfound", "NOT_FOUND")));
        CHECK(!retry_persisted(sent, persisted_response("PersistedQueryNotFound: no")));
    }
}
