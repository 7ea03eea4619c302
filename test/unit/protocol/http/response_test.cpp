#include "protocol/http/response.hpp"
#include "values/response_content.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using detail::http_response;
using protocol::rate_limit;

namespace {

constexpr auto graphql = "application/graphql-response+json";
constexpr auto plain_json = "application/json";
constexpr auto html = "text/html";
constexpr auto data = R"({"data":{"a":1}})";
constexpr auto errors = R"({"errors":[{"message":"no"}]})";
constexpr auto both = R"({"data":{"a":1},"errors":[{"message":"no"}]})";
constexpr auto null_response = R"({"data":null,"errors":[{"message":"no"}]})";

http_response answer(unsigned status, const char* type, std::string body) {
    http_response made{};
    made.status = status;
    if (type) made.known.content_type = type;
    made.body = std::move(body);
    return made;
}

detail::result<response> judge(http_response made, const rate_limit& limit = {}) {
    return protocol::read_response(made, limit, {64, false, {}});
}

error failure_of(http_response made, const rate_limit& limit = {}) {
    auto judged = judge(std::move(made), limit);
    REQUIRE_FALSE(judged);
    return judged.error();
}

struct row {
    const char* name;
    unsigned status;
    const char* type;
    std::string body;
    std::string_view expected; ///< the error's kind, or "answer"
};

void check(const row& row) {
    CAPTURE(row.name);
    CAPTURE(row.status);
    const auto judged = judge(answer(row.status, row.type, row.body));
    const auto* failure = judged ? nullptr : &judged.error();
    CHECK((failure ? to_string(failure->kind()) : "answer") == row.expected);
    if (failure) {
        CHECK(failure->http_status() == row.status);
        CHECK(to_string(failure->phase()) == "receive");
    } else {
        CHECK(judged->text() == row.body);
    }
}

} // namespace

TEST_CASE("http answer: what is a GraphQL response, whatever the status") {
    const row rows[] = {
        {"H1", 200, graphql, data, "answer"},
        {"H2", 294, graphql, both, "answer"},
        {"H3", 200, plain_json, both, "answer"},
        {"H4", 294, graphql, null_response, "answer"},
        {"H4", 200, plain_json, null_response, "answer"},
        {"H5", 400, graphql, errors, "answer"},
        {"H6", 422, graphql, errors, "answer"},
        {"H7", 200, plain_json, errors, "answer"},
        {"H8", 400, plain_json, errors, "answer"},
        {"H8", 422, plain_json, errors, "answer"},
        {"H8", 500, plain_json, errors, "answer"},
        {"H8 with data", 500, plain_json, both, "answer"},
        {"H9", 500, graphql, errors, "answer"},
        {"the body decides", 500, graphql, data, "answer"},
        {"H21", 200, "Application/GraphQL-Response+JSON ; Charset=UTF-8", data, "answer"},
        {"H24", 206, plain_json, data, "answer"},
        {"H55", 200, plain_json, R"({"errors":[{"path":["a",1],"locations":[{"line":0}]}]})", "answer"},
        {"H56", 200, plain_json, R"({"data":{},"extensions":"odd"})", "answer"},
    };
    for (const auto& row : rows) check(row);
}

TEST_CASE("http answer: a success that is none is a broken protocol") {
    const row rows[] = {
        {"H10", 200, plain_json, "{}", "protocol"},
        {"H11", 200, plain_json, R"({"data":null})", "protocol"},
        {"H12 list", 200, plain_json, "[]", "protocol"},
        {"H12 null", 200, graphql, "null", "protocol"},
        {"H12 string", 200, plain_json, "\"x\"", "protocol"},
        {"H12 number", 200, plain_json, "1", "protocol"},
        {"H13", 200, plain_json, R"({"data":{"a":1)", "protocol"},
        {"two", 200, plain_json, R"({"data":{}}{"data":{}})", "protocol"},
        {"empty", 200, plain_json, "", "protocol"},
        {"H19 utf-16", 200, "application/json; charset=utf-16", data, "protocol"},
        {"H19 latin1", 200, "application/json; charset=latin1", data, "protocol"},
        {"not UTF-8", 200, plain_json, "{\"data\":{\"a\":\"\xff\xfe\"}}", "protocol"},
        {"half a character", 200, plain_json, "{\"data\":{\"a\":\"\xe9\"}}", "protocol"},
        {"a surrogate in UTF-8", 200, plain_json, "{\"data\":{\"a\":\"\xed\xa0\x80\"}}", "protocol"},
        {"deep", 200, plain_json, R"({"data":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}",
         "protocol"},
    };
    for (const auto& row : rows) check(row);
}

TEST_CASE("http answer: what is not JSON, or not GraphQL below an HTTP error, is an HTTP failure") {
    const row rows[] = {
        {"H16", 200, nullptr, data, "http"},
        {"H17", 200, "text/plain", data, "http"},
        {"H17", 200, html, data, "http"},
        {"H18", 200, html, "<html>", "http"},
        {"H22", 204, nullptr, "", "http"},
        {"H22", 205, nullptr, "", "http"},
        {"H23", 202, nullptr, "", "http"},
        {"H25", 301, html, "moved", "http"},
        {"H29", 404, html, "<html>", "http"},
        {"H29", 405, plain_json, "{}", "http"},
        {"H31", 413, html, "", "http"},
        {"H37", 500, html, "<html>", "http"},
        {"H38", 502, html, "<html>", "http"},
        {"H39", 503, nullptr, "", "http"},
        {"H41", 418, nullptr, "", "http"},
        {"H41", 451, html, "", "http"},
        {"H41", 599, html, "", "http"},
        {"H41", 999, html, "", "http"},
        {"H41", 0, nullptr, "", "http"},
        {"a gateway's JSON", 400, plain_json, R"({"message":"no"})", "http"},
        {"a gateway's list", 404, plain_json, "[]", "http"},
        {"a gateway's text", 502, plain_json, "upstream failed", "http"},
        {"errors that are none", 400, plain_json, R"({"errors":["no"},)", "http"},
        {"errors that are no list", 400, plain_json, R"({"errors":{"name":["is blank"]}})", "http"},
        {"an empty list", 400, plain_json, R"({"errors":[]})", "http"},
        {"data only", 500, plain_json, data, "http"},
        {"broken", 500, graphql, R"({"errors":[)", "http"},
        {"neither", 502, graphql, "{}", "http"},
        {"nothing", 503, graphql, "", "http"},
        {"deep", 500, plain_json, std::string(100'000, '['), "http"},
        {"another charset", 502, "application/json; charset=iso-8859-1",
         R"({"error":"caf)"
         "\xe9"
         R"("})",
         "http"},
        {"not UTF-8", 400, plain_json, "{\"errors\":[\"\xff\"]}", "http"},
    };
    for (const auto& row : rows) check(row);
}

TEST_CASE("http answer: 401 and 403 are refusals, whatever comes with them") {
    for (const unsigned status : {401u, 403u})
        for (const auto& [type, body] : {std::pair{html, "<html>"},
                                         {plain_json, errors},
                                         {graphql, errors},
                                         {plain_json, null_response},
                                         {graphql, both},
                                         {graphql, data},
                                         {plain_json, "{}"},
                                         {graphql, "{"},
                                         {plain_json, ""},
                                         {"application/json; charset=latin1", errors}}) {
            CAPTURE(type);
            check({body, status, type, body, "credentials"});
            CHECK_FALSE(failure_of(answer(status, type, body)).possibly_executed());
        }
}

TEST_CASE("http answer: a refusal keeps the GraphQL answer it came with") {
    const auto refusal = failure_of(answer(401, plain_json, null_response));
    CHECK(refusal.answer() == null_response);
    REQUIRE(refusal.errors().size() == 1);
    CHECK(std::string(refusal.what()) == "the credentials were refused: HTTP 401: no");
    CHECK(failure_of(answer(403, html, "<html>")).answer().empty());
}

TEST_CASE("http answer: a byte order mark is passed over") { // H20
    const auto judged = judge(answer(200, plain_json, std::string("\xEF\xBB\xBF") + data));
    CHECK(judged->text() == data);
    check({"without anything behind it", 200, plain_json, "\xEF\xBB\xBF", "protocol"});
}

TEST_CASE("http answer: a failure shows what a person needs") {
    auto made = answer(502, html, std::string(5000, 'x'));
    made.reason = "Bad Gateway";
    rate_limit limit;
    limit.retry_after = std::chrono::seconds(7);
    const auto gateway = failure_of(std::move(made), limit);
    CHECK(std::string(gateway.what()) == "HTTP 502 Bad Gateway");
    CHECK(gateway.body_excerpt() == std::string(1024, 'x'));
    CHECK(gateway.retry_after() == std::chrono::seconds(7));
    CHECK(gateway.possibly_executed());

    const auto at = [](unsigned status, const char* location) {
        auto sent_away = answer(status, html, "");
        sent_away.known.location = location;
        return std::string(failure_of(std::move(sent_away)).what());
    };
    CHECK(at(302, "https://elsewhere/x").find("redirects to https://elsewhere/x") != std::string::npos);
    CHECK(at(302, "//user:s3cret@elsewhere/x?mail=a@b").find("redirects to //elsewhere/x,") != std::string::npos);
    CHECK(at(302, "/x?mail=//a@b").find("redirects to /x,") != std::string::npos);
    for (const unsigned status : {299u, 400u}) // a Location means nothing there
        CHECK(at(status, "/x").find("redirects") == std::string::npos);
    made = answer(405, html, "");
    made.known.allow = "GET";
    CHECK(std::string(failure_of(std::move(made)).what()) == "HTTP 405: the server allows GET");
    CHECK(std::string(failure_of(answer(415, html, "")).what()) ==
          "HTTP 415: the server does not take application/json");
    CHECK(std::string(failure_of(answer(204, nullptr, "")).what()) == "HTTP 204: no response body");
    CHECK(std::string(failure_of(answer(200, html, "<html>")).what()) ==
          "HTTP 200: the answer is text/html, not a GraphQL response");
    CHECK(std::string(failure_of(answer(200, nullptr, data)).what()) ==
          "HTTP 200: the answer has no Content-Type, so it is not read as GraphQL");
    CHECK(std::string(failure_of(answer(200, plain_json, "")).what()) == "not a GraphQL response: it is empty");
    CHECK(std::string(failure_of(answer(200, "application/json;charset=x", data)).what()) ==
          "the answer is not UTF-8 (application/json;charset=x)");
}

TEST_CASE("http answer: statuses by which a server says that it ran nothing") {
    for (const unsigned status : {406u, 408u, 421u, 425u, 429u})
        CHECK_FALSE(failure_of(answer(status, html, "")).possibly_executed());
    CHECK(failure_of(answer(503, html, "")).possibly_executed());
    rate_limit wait;
    wait.retry_after = std::chrono::seconds(1);
    CHECK_FALSE(failure_of(answer(503, html, ""), wait).possibly_executed());
}

TEST_CASE("http answer: lenience takes a GraphQL response under another name, and null data, of a success only") {
    std::vector<std::string> told;
    protocol::response_rules rules{64, true, [&](std::string_view what) { told.emplace_back(what); }};
    const auto kind = [&](http_response made) -> std::string_view {
        const auto judged = protocol::read_response(made, {}, rules);
        const auto* failure = judged ? nullptr : &judged.error();
        return failure ? to_string(failure->kind()) : "answer";
    };
    CHECK(kind(answer(200, nullptr, data)) == "answer");
    CHECK(kind(answer(200, html, errors)) == "answer");
    CHECK(told.size() == 2);
    CHECK(kind(answer(200, plain_json, R"({"data":null})")) == "answer");
    CHECK(kind(answer(200, "text/plain", R"({"data":null})")) == "answer");
    CHECK(told.size() == 3);
    CHECK(kind(answer(200, html, "<html>")) == "http");
    CHECK(kind(answer(200, nullptr, "{}")) == "http");
    CHECK(kind(answer(204, nullptr, "")) == "http");
    CHECK(kind(answer(200, "text/plain; charset=latin1", data)) == "http");
    CHECK(kind(answer(500, "text/plain", errors)) == "http");
    CHECK(kind(answer(200, plain_json, "{}")) == "protocol");
    CHECK(told.size() == 3);
}

TEST_CASE("http answer: errors that say the credentials were refused") {
    const auto says = [](std::string extensions) {
        const auto body = R"({"errors":[{"message":"x"},{"message":"no","extensions":)" + extensions + "}]}";
        return protocol::says_unauthenticated(*judge(answer(200, plain_json, body)));
    };
    CHECK(says(R"({"code":401})"));
    CHECK(says(R"({"code":"401"})"));
    CHECK(says(R"({"code":"UNAUTHENTICATED"})"));
    CHECK_FALSE(says(R"({"code":403})"));
    CHECK_FALSE(says(R"({"code":"BAD_USER_INPUT"})"));
    CHECK_FALSE(says("{}"));
    CHECK_FALSE(protocol::says_unauthenticated(*judge(answer(200, plain_json, data))));
}

TEST_CASE("response: the values of the data are made at once, or when they are asked for") {
    for (const auto made : {protocol::values::at_once, protocol::values::when_asked}) {
        auto came = answer(200, graphql, data);
        const auto judged = protocol::read_response(came, {}, {64, false, {}}, nullptr, made);
        REQUIRE(judged);
        CHECK((detail::response_content::of(*judged).tree.load() != nullptr) == (made == protocol::values::at_once));
        CHECK(judged->data().at("a") == 1);
        CHECK(judged->text() == data);
    }
}
