#include "protocol/graphql/execution_result.hpp"
#include "values/response_content.hpp"

#include "../../../support/caught.hpp"
#include "random_json.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using corogql::test::caught;
using protocol::read_result;

namespace {

constexpr unsigned read_depth = 64;

response read_whole(std::string_view text) { return read_result(std::string(text), read_depth); }

response read_now(std::string text, unsigned depth) {
    return read_result(std::move(text), depth, protocol::null_data::with_errors, protocol::values::at_once);
}

/// The message of the protocol error that this text is answered with.
std::string result_refusal(std::string_view text) {
    const auto failure = caught([&] { read_whole(text); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(failure.possibly_executed());
    CHECK(failure.body_excerpt() == text.substr(0, 1024));
    return failure.what();
}

} // namespace

TEST_CASE("execution result: data alone is success") {
    const auto result = read_whole(R"( { "data" : {"a":[1, 2]} } )");
    CHECK(result.ok());
    CHECK(result.has_data());
    CHECK(result.errors().empty());
    CHECK(result.data_text() == R"({"a":[1, 2]})");
    CHECK(result.extensions_text().empty());
    CHECK(result.text() == R"( { "data" : {"a":[1, 2]} } )");
}

TEST_CASE("execution result: data, errors and extensions are kept together, in any order") {
    for (const std::string_view text :
         {R"({"data":{"a":null},"errors":[{"message":"no","path":["a"]}],"extensions":{"cost":3}})",
          R"({"extensions":{"cost":3},"errors":[{"message":"no","path":["a"]}],"data":{"a":null}})"}) {
        const auto result = read_whole(text);
        CHECK_FALSE(result.ok());
        CHECK(result.has_data());
        CHECK(result.data_text() == R"({"a":null})");
        REQUIRE(result.errors().size() == 1);
        CHECK(result.errors()[0].message == "no");
        CHECK(result.errors()[0].path_text() == "a");
        CHECK(result.extensions_text() == R"({"cost":3})");
    }
}

TEST_CASE("execution result: a request error has errors and no data") {
    const auto result = read_whole(R"({"errors":[{"message":"one"},{"message":"two"}]})");
    CHECK_FALSE(result.has_data());
    CHECK(result.data_text().empty());
    CHECK(result.errors().size() == 2);
}

TEST_CASE("execution result: null data goes with errors") {
    const auto result = read_whole(R"({"data":null,"errors":[{"message":"no"}]})");
    CHECK(result.has_data());
    CHECK(result.data().is_null());
    CHECK(result_refusal(R"({"data":null})") == "not a GraphQL response: its data is null and it has no errors");
    CHECK(result_refusal(R"({"data":null,"errors":[]})") ==
          "not a GraphQL response: its data is null and it has no errors");
}

TEST_CASE("execution result: no errors can be written as null or as an empty list") {
    CHECK(read_whole(R"({"data":{},"errors":null})").ok());
    CHECK(read_whole(R"({"data":{},"errors":[]})").ok());
}

TEST_CASE("execution result: what has neither data nor errors is none") {
    for (const std::string_view text : {"{}", R"({"message":"hello"})", R"({"extensions":{"a":1}})", R"({"errors":[]})",
                                        R"({"errors":null})", R"({"Data":{}})"})
        CHECK(result_refusal(text) == "not a GraphQL response: it has neither data nor errors");
}

TEST_CASE("execution result: other JSON is none either") {
    for (const std::string_view text : {"[]", "null", "1", "\"x\"", "[{\"data\":{}}]"})
        CHECK(result_refusal(text) == "not a GraphQL response: expected an object at byte 0");
}

TEST_CASE("execution result: text that is not JSON is refused at its place") {
    CHECK(result_refusal("") == "not a GraphQL response: it is empty");
    CHECK(result_refusal(R"({"data":{"a":1)") == "not a GraphQL response: expected ',' or '}' at byte 14");
    CHECK(result_refusal(R"({"data":{}}{"data":{}})") ==
          "not a GraphQL response: unexpected text after the value at byte 11");
    CHECK(result_refusal("<html>") == "not a GraphQL response: expected an object at byte 0");
}

TEST_CASE("execution result: errors that are no list") {
    for (const std::string_view text :
         {R"({"errors":{"message":"no"}})", R"({"data":{},"errors":"no"})", R"({"errors":true})"})
        CHECK(result_refusal(text) == "not a GraphQL response: its errors are not a list");
}

TEST_CASE("execution result: entries of errors are tolerated in any shape") {
    const auto result =
        read_whole(R"({"errors":[{},{"message":"x","path":[1,"a",2],"locations":[{"line":0,"column":0}]},
                                           "text",null,{"extensions":[]}]})");
    REQUIRE(result.errors().size() == 5);
    CHECK(result.errors()[0].message.empty());
    CHECK(result.errors()[1].path_text() == "[1].a[2]");
    CHECK(result.errors()[1].locations.at(0).line == 0);
    CHECK(result.errors()[2].message == "text");
}

TEST_CASE("execution result: an error that no value can hold does not cost the rest of the answer") {
    const auto result = read_whole(R"({"data":{"a":1},"errors":[{"message":"cut \ud83d"},{"message":"fine"}]})");
    CHECK(result.data().at("a") == 1);
    REQUIRE(result.errors().size() == 2);
    CHECK(result.errors()[0].message == R"({"message":"cut \ud83d"})");
    CHECK(result.errors()[1].message == "fine");
}

TEST_CASE("execution result: extensions of any shape are kept as text") {
    CHECK(read_whole(R"({"data":{},"extensions":{"a":{"b":1}}})").extensions().at("a").at("b") == 1);
    CHECK(read_whole(R"({"data":{},"extensions":[1]})").extensions_text() == "[1]");
    CHECK(read_whole(R"({"data":{},"extensions":[1]})").extensions().empty());
    CHECK(read_whole(R"({"data":{},"extensions":null})").extensions().empty());
}

TEST_CASE("execution result: of members of one name the last counts") {
    const auto result = read_whole(R"({"data":{"a":1},"data":{"a":2},"errors":[{"message":"x"}],"errors":null})");
    CHECK(result.data_text() == R"({"a":2})");
    CHECK(result.ok());
}

TEST_CASE("execution result: members the specification does not know are passed over") {
    CHECK(read_whole(R"({"hasNext":false,"data":{},"label":[{"data":null}]})").data_text() == "{}");
}

TEST_CASE("execution result: nesting over the limit is a malformed answer") {
    const auto nested = [](unsigned levels) {
        return R"({"data":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
    };
    CHECK_NOTHROW(read_whole(nested(read_depth - 1)).data());
    CHECK(result_refusal(nested(read_depth)).starts_with("not a GraphQL response: nested too deeply"));
    CHECK(result_refusal(nested(100'000)).starts_with("not a GraphQL response: nested too deeply"));
    CHECK(result_refusal(R"({"errors":)" + std::string(read_depth, '[') + std::string(read_depth, ']') + "}")
              .starts_with("not a GraphQL response: nested too deeply"));
}

TEST_CASE("execution result: what HTTP and the attempts add") {
    auto result = read_whole(R"({"data":{}})");
    CHECK(result.http_status() == 0);
    CHECK(result.attempts() == 1);
    auto& facts = detail::response_content::of(result);
    facts.http_status = 294;
    facts.headers.add("X-Cost", "3");
    facts.headers.add("x-cost", "4");
    facts.attempts = 3;
    CHECK(result.http_status() == 294);
    CHECK(result.attempts() == 3);
    CHECK(result.header("x-COST") == "3");
    CHECK(result.header("X-Cos") == std::nullopt);
    CHECK(result.headers() == headers{{"X-Cost", "3"}, {"x-cost", "4"}});
}

TEST_CASE("execution result: white space around it is kept, and its parts are found behind it") {
    const std::string text = "\r\n\t {\"extensions\": {\"e\":1} , \"data\" : {\"a\":2}} \n";
    const auto result = read_whole(text);
    CHECK(result.text() == text);
    CHECK(result.data_text() == R"({"a":2})");
    CHECK(result.extensions_text() == R"({"e":1})");
}

TEST_CASE("execution result: a response that was moved from is empty, and may be asked") {
    auto result = read_whole(R"({"data":{"a":2},"extensions":{}})");
    const auto taken = std::move(result);
    CHECK(taken.data().at("a") == 2);
    CHECK(result.text().empty());
    CHECK_FALSE(result.has_data());
    CHECK(result.data().is_null());
    CHECK(result.errors().empty());
    CHECK(result.extensions().empty());
    CHECK(result.headers().empty());
    CHECK(result.header("a") == std::nullopt);
    CHECK(result.attempts() == 1);
}

TEST_CASE("execution result: one whose data is parsed in the pass that checks it is as if it were parsed later") {
    constexpr unsigned depth = 4;
    const auto outcome = [](const auto& read) {
        try {
            const response result = read();
            const auto shown = std::string(result.data_text()) + " | ";
            try {
                return shown + json::serialize(result.data());
            } catch (const error& failure) {
                return shown + failure.what();
            }
        } catch (const error& failure) {
            return std::string(failure.what());
        }
    };
    corogql::test::random_json random(7);
    unsigned good = 0;
    for (unsigned i = 0; i < 20'000; ++i) {
        auto text = "{" + random.space() + R"("data":)" + random.json(depth + 1) + random.space();
        if (i % 4 == 0) text += R"(,"data":)" + random.json(2);
        text += i % 2 ? R"(,"errors":[{"message":"m"}]})" : "}";
        if (i % 3 == 0) text = random.damaged(text);
        const auto at_once = outcome([&] { return read_now(text, depth); });
        const auto later =
            outcome([&] { return protocol::result_reader(depth).finish(text, protocol::null_data::with_errors); });
        if (at_once != later) {
            CAPTURE(text);
            CHECK(at_once == later);
        }
        good += at_once.find(" | ") != at_once.npos;
    }
    CHECK(good > 5'000);
    CHECK(good < 19'000);
}

TEST_CASE("execution result: of two members named data the last is the data, also when no value can hold it") {
    const auto result = read_now(R"({"data":{"a":1},"data":"\ud800"})", read_depth);
    CHECK(result.data_text() == R"("\ud800")");
    CHECK(to_string(caught([&] { result.data(); }).kind()) == "decode");
}
