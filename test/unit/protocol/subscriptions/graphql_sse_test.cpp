#include "protocol/subscriptions/graphql_sse.hpp"

#include "protocol/graphql/execution_result.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;
using sse = sse_message::type;

namespace {

using event_kind = server_sent_event::kind;

sse_message read_sse(sse_mode mode, std::string_view type, std::string_view data, bool lenient = false) {
    return read_sse_message(mode, {event_kind::event, type, data}, 64, lenient);
}

std::string sse_refusal(sse_mode mode, std::string_view type, std::string_view data) {
    const auto failure = caught([&] { read_sse(mode, type, data); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(to_string(failure.phase()) == "stream");
    CHECK(failure.possibly_executed());
    CHECK(failure.body_excerpt() == data);
    return failure.what();
}

} // namespace

TEST_CASE("graphql-sse: distinct connections carry results as they are (S1)") {
    constexpr std::string_view text = R"({"data":{"a":1},"errors":[{"message":"x"}],"extensions":{}})";
    const auto next = read_sse(sse_mode::distinct, "next", text);
    CHECK((next.kind == sse::next));
    CHECK(next.id == 0);
    CHECK(next.result.whole.data() == text.data());
    CHECK(next.result.whole == text);
    CHECK(next.result.members.data.of(text) == R"({"a":1})");
    CHECK(next.result.members.errors.of(text) == R"([{"message":"x"}])");
    for (const std::string_view data : {"", "null", "{}", "anything"})
        CHECK((read_sse(sse_mode::distinct, "complete", data).kind == sse::complete));
    CHECK((read_sse_message(sse_mode::distinct, {event_kind::no_data, "complete", ""}, 64).kind == sse::complete));
}

TEST_CASE("graphql-sse: a single connection carries envelopes, in any order of members (S12)") {
    for (const std::string_view text : {R"({"id":"12","payload":{"data":{"id":"7"}}})",
                                        R"( {"x":[], "payload" : {"data":{"id":"7"}} , "id":"12"} )"}) {
        const auto next = read_sse(sse_mode::single, "next", text);
        CHECK((next.kind == sse::next));
        CHECK(next.id == 12);
        CHECK(next.result.whole == R"({"data":{"id":"7"}})");
        CHECK(next.result.members.data.of(next.result.whole) == R"({"id":"7"})");
    }
    const auto complete = read_sse(sse_mode::single, "complete", R"({"id":"3"})");
    CHECK((complete.kind == sse::complete));
    CHECK(complete.id == 3);
    for (const std::string_view id : {R"("abc")", R"("01")"})
        CHECK((read_sse(sse_mode::single, "next", R"({"payload":{},"id":)" + std::string(id) + "}").kind ==
               sse::foreign));
    for (const std::string_view id : {"121", "null", R"("")"}) {
        CAPTURE(id);
        CHECK(sse_refusal(sse_mode::single, "next", R"({"payload":{},"id":)" + std::string(id) + "}") ==
              "an event of the stream names no operation");
    }
    CHECK(sse_refusal(sse_mode::single, "complete", "{}") == "an event of the stream names no operation");
    CHECK(read_sse(sse_mode::single, "complete", "{\"id\":\"\\u0031\"}").id == 1);
}

TEST_CASE("graphql-sse: a payload that is no object is left to the check of results") {
    for (const std::string_view text :
         {R"({"id":"1","payload":null})", R"({"id":"1"})", R"({"id":"1","payload":{"data":{}},"payload":[]})"}) {
        const auto next = read_sse(sse_mode::single, "next", text);
        CHECK((next.kind == sse::next));
        CHECK(next.result.whole.empty());
        CHECK(to_string(caught([&] { check_result(next.result, 64); }).kind()) == "protocol");
    }
}

TEST_CASE("graphql-sse: comments and events without content are heartbeats, other unknown names are refused (S9)") {
    for (const auto mode : {sse_mode::distinct, sse_mode::single}) {
        CHECK((read_sse_message(mode, {event_kind::comment, "", " ping"}, 64).kind == sse::heartbeat));
        for (const std::string_view name : {"message", "Next", "error", "ping", "next", "next "})
            for (const std::string_view data : {"", " ", "{}", " { } "})
                CHECK((read_sse(mode, name, data).kind == sse::heartbeat));
        for (const std::string_view name : {"ping", "heartbeat"})
            CHECK((read_sse(mode, name, "12:30").kind == sse::heartbeat));
        for (const std::string_view name : {"message", "Next", "error", "next "})
            CHECK(sse_refusal(mode, name, "{").find("neither `next` nor `complete`") != std::string::npos);
    }
    const auto refused = read_sse(sse_mode::distinct, "message", R"({"errors":[{"message":"no"}]})", true);
    CHECK((refused.kind == sse::next));
    CHECK_THROWS_AS(read_sse(sse_mode::distinct, "message", R"({"x":1})", true), error);
    const auto unnamed = read_sse(sse_mode::distinct, "message", R"({"data":{}})", true);
    CHECK((unnamed.kind == sse::next));
    CHECK(unnamed.result.whole == R"({"data":{}})");
}

TEST_CASE("graphql-sse: what is no JSON object is refused") {
    CHECK(sse_refusal(sse_mode::distinct, "next", "7") ==
          "an event of the stream is not a JSON object: expected an object at byte 0");
    CHECK(sse_refusal(sse_mode::distinct, "next", "[]").starts_with("an event of the stream is not a JSON object"));
    CHECK(sse_refusal(sse_mode::distinct, "next", "{} x") ==
          "an event of the stream is not a JSON object: unexpected text after the value at byte 3");
    CHECK(sse_refusal(sse_mode::single, "next", R"({"id":"1","payload":{)")
              .starts_with("an event of the stream is not a JSON object"));
    CHECK(sse_refusal(sse_mode::single, "complete", "").starts_with("an event of the stream is not a JSON object"));
    CHECK(sse_refusal(sse_mode::distinct, "next", "{\"data\":\"\xff\"}") == "an event of the stream is not UTF-8");
    CHECK(sse_refusal(sse_mode::distinct, "next", std::string(65, '[')).find("expected an object") !=
          std::string::npos);
}

TEST_CASE("graphql-sse: what single connection mode sends (S12)") {
    CHECK(read_event_stream_token(" abc-123\r\n") == "abc-123");
    for (const std::string_view body : {"", " \n", "a\nb", "a\x7f"})
        CHECK(to_string(caught([&] { read_event_stream_token(body); }).kind()) == "protocol");
    const request operation = request("{a}").extension("trace", 1);
    const payload_parts parts{operation.document(), "", operation.variables(), operation.extensions(), false};
    CHECK(to_reserved_payload(parts, 7) == R"({"query":"{a}","extensions":{"trace":1,"operationId":"7"}})");
    CHECK(operation.extensions().size() == 1);
    CHECK(stop_target("/graphql/stream", 7) == "/graphql/stream?operationId=7");
    CHECK(stop_target("/graphql?key=1", 7) == "/graphql?key=1&operationId=7");
}
