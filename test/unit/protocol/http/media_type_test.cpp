#include "protocol/http/media_type.hpp"

#include <doctest/doctest.h>

using namespace corogql::protocol;

namespace {

media_type type_of(std::string_view field) { return read_content_type(field).type; }
bool says_utf8(std::string_view field) { return read_content_type(field).utf8; }

} // namespace

TEST_CASE("media type: GraphQL's own, whatever its case and parameters") {
    for (const std::string_view field :
         {"application/graphql-response+json", "Application/GraphQL-Response+JSON ; Charset=UTF-8",
          "  application/graphql-response+json;q=1", "application/graphql-response+json;"}) {
        CAPTURE(field);
        CHECK((type_of(field) == media_type::graphql_response));
        CHECK(says_utf8(field));
    }
}

TEST_CASE("media type: JSON, and what is built on it") {
    for (const std::string_view field : {"application/json", "APPLICATION/JSON", "application/json; charset=utf-8",
                                         "application/problem+json", "application/vnd.api+JSON"}) {
        CAPTURE(field);
        CHECK((type_of(field) == media_type::json));
    }
}

TEST_CASE("media type: streams, and the boundary of their parts (M1)") {
    CHECK((type_of("text/event-stream") == media_type::event_stream));
    CHECK((type_of("Text/Event-Stream;charset=utf-8") == media_type::event_stream));
    CHECK((type_of("multipart/mixed") == media_type::multipart_mixed));
    CHECK((type_of("Multipart/Mixed; boundary=\"-\"") == media_type::multipart_mixed));
    CHECK((type_of("multipart/form-data; boundary=x") == media_type::other));
    CHECK(read_boundary("multipart/mixed") == "-");
    CHECK(read_boundary("multipart/mixed; boundary") == "-");
    CHECK(read_boundary("multipart/mixed; boundary=\"\"") == "-");
    CHECK(read_boundary("multipart/mixed; boundary=graphql") == "graphql");
    CHECK(read_boundary("multipart/mixed;BOUNDARY=\"-\";deferSpec=20220824") == "-");
    CHECK(read_boundary("multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json") == "graphql");
    CHECK(read_boundary("multipart/mixed; x=\"boundary=a;b\"; boundary=\"a;b (.*)+\\\"'\" ") == "a;b (.*)+\"'");
    CHECK(read_boundary("multipart/mixed; boundary=\"never closed") == "never closed");
}

TEST_CASE("media type: anything else") {
    for (const std::string_view field :
         {"text/html", "text/json", "text/plain; application/json", "application/jsonx", "application/+json",
          "application/json-seq", "application/xml", "x", "application/", "application/json, application/json",
          "\"application/json\""}) {
        CAPTURE(field);
        CHECK((type_of(field) == media_type::other));
    }
}

TEST_CASE("media type: none at all") {
    for (const std::string_view field : {"", "  ", ";charset=utf-8"}) {
        CAPTURE(field);
        CHECK((type_of(field) == media_type::none));
    }
}

TEST_CASE("media type: UTF-8 is understood unless the charset says otherwise") {
    for (const std::string_view field :
         {"application/json", "application/json; charset=UTF-8", "application/json;charset=\"utf-8\"",
          "application/json; charset=utf8", "application/json; charset=US-ASCII",
          "application/json; Charset = utf-8 ; x=y", "application/json; profile=utf-16",
          "application/json; xcharset=utf-16"}) {
        CAPTURE(field);
        CHECK(says_utf8(field));
    }
    for (const std::string_view field :
         {"application/json; charset=utf-16", "application/json;x=y;CHARSET=\"ISO-8859-1\"",
          "application/json; charset=latin1", "application/json; charset=", "application/json;charset"}) {
        CAPTURE(field);
        CHECK_FALSE(says_utf8(field));
    }
}

TEST_CASE("media type: a quoted parameter is one, whatever is in it") {
    CHECK(says_utf8(R"(application/json; profile="a;charset=utf-16"; x=1)"));
    CHECK(says_utf8(R"(application/json; profile="a\";charset=utf-16")"));
    CHECK_FALSE(says_utf8(R"(application/json; profile="a;b"; charset=utf-16)"));
    CHECK((type_of(R"(application/json; profile="never closed)") == media_type::json));
}

TEST_CASE("media type: what is asked for names GraphQL's own first") {
    CHECK(accept_header == "application/graphql-response+json, application/json;q=0.9");
}
