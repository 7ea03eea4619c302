#include "protocol/http/multipart/message.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/graphql/execution_result.hpp"

#include "../../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;
using part_says = multipart_message::type;

namespace {

multipart_message read_part(std::string_view body, std::string_view content_type = "application/json") {
    return read_multipart_message({content_type, body}, 64);
}

std::string part_refusal(std::string_view body, std::string_view content_type = "application/json") {
    const auto failure = caught([&] { read_part(body, content_type); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(to_string(failure.phase()) == "stream");
    CHECK(failure.possibly_executed());
    return failure.what();
}

} // namespace

TEST_CASE("multipart message: a heartbeat (M3)") {
    for (const std::string_view body : {"{}", "{ }"}) {
        const auto message = read_part(body);
        CHECK((message.kind == part_says::heartbeat));
        CHECK(message.result.whole.empty());
    }
}

TEST_CASE("multipart message: hasNext alone is a heartbeat, or the end of a result that grows (M8)") {
    for (const bool more : {true, false}) {
        const auto body = std::string("{\"hasNext\":") + (more ? "true}" : "false}");
        const auto message = read_part(body);
        CHECK((message.kind == part_says::heartbeat));
        CHECK(message.result.whole == body);
        CHECK(message.result.has_next == more);
    }
    for (const std::string_view body : {R"({"payload":{"data":1,"hasNext":true}})", R"({"data":1,"hasNext":true})",
                                        R"({"incremental":[],"hasNext":true})", R"({"hasNext":true,"path":[]})"}) {
        const auto message = read_part(body);
        CHECK((message.kind == part_says::next));
        CHECK(message.result.has_next == true);
    }
    CHECK(!read_part(R"({"data":1})").result.has_next);
    CHECK(!read_part(R"({"payload":{"data":1},"hasNext":true})").result.has_next);
}

TEST_CASE("multipart message: a payload is a result (M5)") {
    for (const std::string_view body :
         {R"({"payload":{"data":{"a":1},"errors":[{"message":"x"}]}})",
          R"( { "x":1, "payload" : {"data":{"a":1},"errors":[{"message":"x"}]} , "errors":null} )",
          R"({"payload":null,"payload":{"data":{"a":1},"errors":[{"message":"x"}]},"errors":[]})"}) {
        CAPTURE(body);
        const auto message = read_part(body);
        CHECK((message.kind == part_says::next));
        CHECK(message.result.whole == R"({"data":{"a":1},"errors":[{"message":"x"}]})");
        CHECK(message.result.members.data.of(message.result.whole) == R"({"a":1})");
        CHECK(message.errors.empty());
        const auto result = make_result(message.result.whole, message.result.members, 64);
        CHECK(result.errors().at(0).message == "x");
    }
}

TEST_CASE("multipart message: errors beside the payload are the transport's and the last (M4)") {
    const auto failed = read_part(R"({"payload":null,"errors":[{"message":"gone"}]})");
    CHECK((failed.kind == part_says::failed));
    CHECK(failed.result.whole.empty());
    CHECK(std::string(read_error_payload(failed.errors, 64).what()) == "gone");
    const auto whole = read_part(R"({"errors":[{"message":"gone"}],"payload":{"data":1}})");
    CHECK((whole.kind == part_says::failed));
    CHECK(whole.result.whole == R"({"data":1})");
    CHECK(whole.errors == R"([{"message":"gone"}])");
}

TEST_CASE("multipart message: null is the end") {
    CHECK((read_part(R"({"payload":null})").kind == part_says::complete));
    CHECK((read_part(R"({"payload":{},"payload":null})").kind == part_says::complete));
}

TEST_CASE("multipart message: servers that know no envelope send results as they are") {
    constexpr std::string_view body = R"( {"data":{"a":1},"errors":[{"message":"x"}]})";
    const auto message = read_part(body);
    CHECK((message.kind == part_says::next));
    CHECK(message.result.whole == body);
    CHECK(message.result.members.data.of(body) == R"({"a":1})");
    const auto refused = read_part(R"({"errors":[{"message":"x"}]})");
    CHECK((refused.kind == part_says::next));
    check_result(refused.result, 64);
    const auto strange = read_part(R"({"result":{"a":1}})");
    CHECK((strange.kind == part_says::next));
    CHECK(to_string(caught([&] { check_result(strange.result, 64); }).kind()) == "protocol");
}

TEST_CASE("multipart message: parts that are not JSON are refused (M7)") {
    CHECK(part_refusal("{}", "text/html") == "a part of the answer is text/html, not JSON");
    CHECK(part_refusal("{}", "multipart/mixed") == "a part of the answer is multipart/mixed, not JSON");
    CHECK(part_refusal("{}", "application/json; charset=latin1") == "a part of the answer is not UTF-8");
    CHECK(part_refusal("{\"data\":\"\xff\"}") == "a part of the answer is not UTF-8");
    CHECK(part_refusal("") == "a part of the answer is not a JSON object: expected an object at byte 0");
    CHECK(part_refusal("{}}") ==
          "a part of the answer is not a JSON object: unexpected text after the value at byte 2");
    for (const std::string_view payload : {"[]", "1", "\"x\"", "false"})
        CHECK(part_refusal(R"({"payload":)" + std::string(payload) + '}') ==
              "a part of the answer has a payload that is no object");
    for (const std::string_view type : {"", "application/graphql-response+json", "Application/JSON;charset=utf-8"})
        CHECK((read_part("{}", type).kind == part_says::heartbeat));
    CHECK(read_json_part({"application/json", "[1]"}) == "[1]");
}
