#include "protocol/graphql/error_payload.hpp"

#include <doctest/doctest.h>

using namespace corogql;

namespace {

error read_payload(std::string_view payload) { return protocol::read_error_payload(payload, 64); }

} // namespace

TEST_CASE("error payload: a list is the operation's GraphQL errors") {
    const auto failure =
        read_payload(R"([{"message":"one","path":["a",0],"extensions":{"code":9}},{"message":"two"}])");
    CHECK(to_string(failure.kind()) == "graphql");
    CHECK(to_string(failure.phase()) == "stream");
    CHECK(std::string(failure.what()) == "one (and 1 more)");
    REQUIRE(failure.errors().size() == 2);
    CHECK(failure.errors()[0].path_text() == "a[0]");
    CHECK(failure.errors()[0].code() == "9");
    CHECK(failure.errors()[1].message == "two");
    CHECK(failure.possibly_executed());
}

TEST_CASE("error payload: an object or a string is one error") {
    const auto object = read_payload(R"({"message":"no","extensions":{"code":"X"}})");
    CHECK(to_string(object.kind()) == "graphql");
    CHECK(std::string(object.what()) == "no");
    REQUIRE(object.errors().size() == 1);
    CHECK(object.errors()[0].code() == "X");

    const auto text = read_payload(R"("forbidden")");
    CHECK(to_string(text.kind()) == "graphql");
    REQUIRE(text.errors().size() == 1);
    CHECK(text.errors()[0].message == "forbidden");
}

TEST_CASE("error payload: what names no error breaks the protocol") {
    for (const std::string_view payload : {"", "null", "[]", "1", "true", "  "}) {
        CAPTURE(payload);
        const auto failure = read_payload(payload);
        CHECK(to_string(failure.kind()) == "protocol");
        CHECK(to_string(failure.phase()) == "stream");
        CHECK(failure.errors().empty());
        CHECK(failure.possibly_executed());
    }
}

TEST_CASE("error payload: errors without a message still end the operation with errors") {
    for (const std::string_view payload : {"{}", R"({"message":null})", R"([{"extensions":{}}])", R"("")"}) {
        CAPTURE(payload);
        CHECK(to_string(read_payload(payload).kind()) == "graphql");
        CHECK(std::string(read_payload(payload).what()) == "the server sent an error without a message");
        CHECK(read_payload(payload).errors().size() == 1);
    }
}

TEST_CASE("error payload: text that no value can hold is shown as it came") {
    const auto failure = read_payload(R"([{"message":"cut \ud83d"},{"message":"two"}])");
    CHECK(to_string(failure.kind()) == "graphql");
    REQUIRE(failure.errors().size() == 2);
    CHECK(failure.errors()[0].message == R"({"message":"cut \ud83d"})");
    CHECK(failure.errors()[1].message == "two");
    CHECK(std::string(read_payload(R"({"message":"\ud83d"})").what()) == R"({"message":"\ud83d"})");
    CHECK(std::string(read_payload(R"("\ud83d")").what()) == R"("\ud83d")");
}
