// What is a GraphQL answer and what is none: status, media type and body. cases.md lists all cases.
#include "http_support.hpp"

using namespace corogql;
using namespace corogql::test;

namespace {

/// Asks once with retries allowed; the answer must have been taken as it is.
response taken_as_is(http_scene& on) {
    auto answer = on.ask();
    CHECK(on.requests.size() == 1);
    CHECK(answer.attempts() == 1);
    return answer;
}

/// Asks with retries allowed; the failure must have been final.
error final_failure(http_scene& on, error_kind kind, unsigned status) {
    const auto seen = on.refused();
    check_http(seen, kind, status);
    CHECK(on.requests.size() == 1);
    CHECK(has_field(seen.headers(), "X-Seen", "yes"));
    return seen;
}

simulated_reply marked(unsigned status, std::string type, std::string body) {
    return reply(status, std::move(type), std::move(body), {{"X-Seen", "yes"}});
}

} // namespace

TEST_CASE("H1: data under graphql-response+json is success; status and header fields are kept") {
    http_scene on({marked(200, graphql_type, one_text)});
    const auto answer = taken_as_is(on);
    CHECK(answer.ok());
    CHECK(answer.data_as<int>("a") == 1);
    CHECK(answer.http_status() == 200);
    CHECK(answer.header("content-type") == graphql_type);
    CHECK(has_field(answer.headers(), "X-Seen", "yes"));
}

TEST_CASE("H2: a 294 has data and errors, both kept") {
    http_scene on({marked(294, graphql_type, both_text)});
    const auto answer = taken_as_is(on);
    CHECK(!answer.ok());
    CHECK(answer.data_as<int>("a") == 1);
    CHECK(answer.errors().front().message == "half");
    CHECK(answer.http_status() == 294);
}

TEST_CASE("H3: data and errors under 200, in either media type") {
    for (const std::string type : {graphql_type, json_type}) {
        http_scene on({marked(200, type, both_text)});
        const auto answer = taken_as_is(on);
        CHECK(answer.data_as<int>("a") == 1);
        CHECK(answer.errors().size() == 1);
    }
}

TEST_CASE("H4: null data with errors is an answer, not a failure of the transport") {
    for (const unsigned status : {200u, 294u}) {
        http_scene on({marked(status, graphql_type, null_text)});
        const auto answer = taken_as_is(on);
        CHECK(answer.has_data());
        CHECK(answer.data().is_null());
        const auto seen = caught([&] { answer.data_as<int>("a"); });
        CHECK(seen.kind() == error_kind::graphql);
        CHECK(seen.errors().front().message == "no");
    }
}

TEST_CASE("H5: a 400 of graphql-response+json with errors is the answer, and not asked for again") {
    http_scene on({marked(400, graphql_type, errors_text)});
    const auto answer = taken_as_is(on);
    CHECK(!answer.has_data());
    CHECK(answer.errors().front().code() == "BAD");
    CHECK(answer.http_status() == 400);
}

TEST_CASE("H6: so is a 422") {
    http_scene on({marked(422, graphql_type, errors_text)});
    const auto answer = taken_as_is(on);
    CHECK(answer.errors().size() == 1);
    CHECK(answer.http_status() == 422);
}

TEST_CASE("H7: errors alone under 200 and application/json are the answer of an older server") {
    http_scene on({marked(200, json_type, errors_text)});
    const auto answer = taken_as_is(on);
    CHECK(!answer.ok());
    CHECK(!answer.has_data());
    CHECK(answer.errors().size() == 1);
}

TEST_CASE("H8: errors under application/json and a failure's status keep that status, the media type and the fields") {
    for (const unsigned status : {400u, 422u, 500u}) {
        CAPTURE(status);
        http_scene on({marked(status, json_type, errors_text)});
        const auto answer = taken_as_is(on);
        CHECK(answer.errors().front().code() == "BAD");
        CHECK(answer.http_status() == status);
        CHECK(answer.header("Content-Type") == json_type);
        CHECK(has_field(answer.headers(), "X-Seen", "yes"));
        const auto seen = caught([&] { answer.throw_if_failed(); });
        CHECK(seen.kind() == error_kind::graphql);
        CHECK(seen.http_status() == status);
    }
}

TEST_CASE("H9: a 500 of graphql-response+json with errors is the answer; no error code makes the client try again") {
    http_scene on({marked(500, graphql_type, errors_text)});
    CHECK(taken_as_is(on).http_status() == 500);
}

TEST_CASE("H10: an object with neither data nor errors is malformed") {
    http_scene on({marked(200, json_type, "{}")});
    const auto seen = final_failure(on, error_kind::protocol, 200);
    CHECK(says(seen, "neither data nor errors"));
    CHECK(seen.possibly_executed());
}

TEST_CASE("H11: null data without errors is malformed; lenience takes it") {
    http_scene on({marked(200, json_type, R"({"data":null})")});
    CHECK(says(final_failure(on, error_kind::protocol, 200), "data is null"));
    const auto answer = on.ask(on.options().http(http_options().lenient(true)));
    CHECK(answer.ok());
    CHECK(answer.data().is_null());
}

TEST_CASE("H12: JSON that is no object is malformed") {
    for (const std::string body : {"[]", "null", "\"x\"", "1"}) {
        CAPTURE(body);
        http_scene on({marked(200, json_type, body)});
        CHECK(final_failure(on, error_kind::protocol, 200).body_excerpt() == body);
    }
}

TEST_CASE("H13: JSON that breaks off is a syntax error, with its place and the beginning of the text") {
    const std::string body = R"({"data":{"a":"caf)" + std::string(2000, 'e');
    http_scene on({marked(200, json_type, body)});
    const auto seen = final_failure(on, error_kind::protocol, 200);
    CHECK(says(seen, "at byte 2017"));
    CHECK(seen.body_excerpt() == body.substr(0, 1024));
}

TEST_CASE("H16: an answer without Content-Type is refused; lenience takes it, and says so in the log") {
    http_scene on({marked(200, "", one_text)});
    CHECK(says(final_failure(on, error_kind::http, 200), "no Content-Type"));
    std::string lines;
    const auto answer = on.ask(on.options().http(http_options().lenient(true)).log([&](std::string_view line) {
        lines.append(line) += '\n';
    }));
    CHECK(answer.data_as<int>("a") == 1);
    CHECK(!answer.header("Content-Type"));
    CHECK(lines.find("no Content-Type") != std::string::npos);
}

TEST_CASE("H17: a GraphQL answer under a text type is refused; lenience takes it, and says so in the log") {
    for (const std::string type : {"text/plain", "text/html"}) {
        CAPTURE(type);
        http_scene on({marked(200, type, one_text)});
        CHECK(says(final_failure(on, error_kind::http, 200), type));
        std::string lines;
        const auto answer = on.ask(on.options().http(http_options().lenient(true)).log([&](std::string_view line) {
            lines.append(line) += '\n';
        }));
        CHECK(answer.data_as<int>("a") == 1);
        CHECK(lines.find(type) != std::string::npos);
    }
}

TEST_CASE("H18: a page of HTML under 200 is an HTTP failure, with lenience too, and not asked for again") {
    http_scene on({marked(200, "text/html", "<html>sign in</html>")});
    CHECK(final_failure(on, error_kind::http, 200).body_excerpt() == "<html>sign in</html>");
    check_http(on.refused(on.options().http(http_options().lenient(true))), error_kind::http, 200);
}

TEST_CASE("H19: a charset other than UTF-8 is refused by name; none is UTF-8") {
    for (const std::string charset : {"utf-16", "latin1"}) {
        http_scene on({marked(200, std::string(json_type) + "; charset=" + charset, one_text)});
        const auto seen = final_failure(on, error_kind::protocol, 200);
        CHECK(says(seen, "UTF-8"));
        CHECK(says(seen, charset));
    }
    for (const std::string parameter : {"", "; charset=utf-8", "; charset=\"UTF-8\"", ";charset=utf8"}) {
        http_scene on({marked(200, json_type + parameter, R"({"data":{"a":"é"}})")});
        CHECK(taken_as_is(on).data_as<std::string>("a") == "é");
    }
    http_scene wrong({marked(200, json_type, "{\"data\":{\"a\":\"\xe9\"}}")});
    CHECK(says(final_failure(wrong, error_kind::protocol, 200), "UTF-8"));
}

TEST_CASE("H20: a byte order mark before the JSON is passed over") {
    http_scene on({marked(200, json_type, std::string("\xEF\xBB\xBF") + one_text)});
    CHECK(taken_as_is(on).text() == one_text);
}

TEST_CASE("H21: a media type has no case, and its other parameters mean nothing") {
    for (const std::string type : {"Application/GraphQL-Response+JSON ; Charset=UTF-8",
                                   "APPLICATION/JSON;profile=\"a;charset=latin1\"", "application/json ; x"}) {
        http_scene on({marked(200, type, one_text)});
        CHECK(taken_as_is(on).ok());
    }
}

TEST_CASE("H22: 204 and 205 say that there is no response body") {
    for (const unsigned status : {204u, 205u}) {
        http_scene on({raw("HTTP/1.1 " + std::to_string(status) + " x\r\nX-Seen: yes\r\n" +
                           (status == 205 ? "Content-Length: 0\r\n\r\n" : "\r\n"))});
        CHECK(says(final_failure(on, error_kind::http, status), "no response body"));
    }
}

TEST_CASE("H23: so does an empty 202") {
    http_scene on({marked(202, "", "")});
    CHECK(says(final_failure(on, error_kind::http, 202), "no response body"));
}

TEST_CASE("H24: a 206 is like any other 2xx") {
    http_scene on({marked(206, json_type, one_text)});
    CHECK(taken_as_is(on).data_as<int>("a") == 1);
}

TEST_CASE("H55: errors of any shape are read as far as they go, and kept as they came") {
    const std::string body =
        R"({"data":{"a":1},"errors":[{"path":["a",1,"b"],"locations":[{"line":0,"column":0}]},)"
        R"({"message":7,"extra":true},"words",3,null,{"message":"m","locations":"x","path":"y","extensions":[]}]})";
    http_scene on({marked(200, json_type, body)});
    const auto answer = taken_as_is(on);
    REQUIRE(answer.errors().size() == 6);
    CHECK(answer.errors()[0].message.empty());
    CHECK(answer.errors()[0].path_text() == "a[1].b");
    CHECK(answer.errors()[0].locations.front().line == 0);
    CHECK(answer.errors()[2].message == "words");
    CHECK(answer.errors()[5].message == "m");
    CHECK(answer.text() == body);
}

TEST_CASE("H56: extensions may be large, or no object: they are kept as they came") {
    const std::string large = R"({"big":")" + std::string(1'000'000, 'x') + "\"}";
    for (const std::string& value : {std::string("\"odd\""), std::string("[1,2]"), std::string("null"), large}) {
        http_scene on({marked(200, json_type, R"({"data":{"a":1},"extensions":)" + value + "}")});
        const auto answer = taken_as_is(on);
        CHECK(answer.ok());
        CHECK(answer.extensions_text() == value);
        CHECK(answer.extensions().size() == (value.starts_with('{') ? 1 : 0));
    }
}
