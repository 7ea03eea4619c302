#include "protocol/http/header_rules.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using corogql::test::caught;
using protocol::check_headers;
using protocol::merge_headers;

namespace {

/// What a header is refused with; all refusals are errors of the configuration.
std::string header_refusal(std::string name, std::string value) {
    const auto failure = caught([&] { check_headers({{"X-Before", "1"}, {name, value}}); });
    CHECK(to_string(failure.kind()) == "config");
    return failure.what();
}

} // namespace

TEST_CASE("header rules: tokens with printable values pass") {
    CHECK_NOTHROW(check_headers({}));
    CHECK_NOTHROW(check_headers({{"Authorization", "Bearer x"},
                                 {"x-_!#$%&'*+.^`|~09", ""},
                                 {"Cookie", "a=b; c=\"d\""},
                                 {"X-Tab", "a\tb"},
                                 {"X-Latin", "caf\xe9"},
                                 {"User-Agent", "mine/1"},
                                 {"Content-Type", "application/json"},
                                 {"Hostname", "not Host"},
                                 {"Sec-WebSocket", "not one of the handshake's"}}));
}

TEST_CASE("header rules: a value with a control character is refused and not shown") {
    for (const char control : {'\r', '\n', '\0', '\x01', '\x1b', '\x7f'}) {
        const auto message = header_refusal("X-Token", std::string("s3cret") + control + "Host: evil");
        CHECK(message == "the value of header X-Token holds a control character");
    }
}

TEST_CASE("header rules: a name that is no token is refused and not shown, as it may hold a misplaced secret") {
    for (const std::string_view name : {"", " ", "X Y", "X:", "Authorization: Bearer s3cret", "X\r\nHost", "X\x7f",
                                        "caf\xe9", "(x)", "a/b", "a=b", "\"x\""}) {
        CAPTURE(name);
        CHECK(header_refusal(std::string(name), "v") ==
              "the name of header 2 is not valid (letters, digits and hyphens are)");
    }
}

TEST_CASE("header rules: what frames a message is not the caller's to set") {
    for (const std::string_view name :
         {"Host", "content-length", "Transfer-Encoding", "CONNECTION", "Upgrade", "TE", "Trailer", "Expect",
          "Accept-Encoding", "Sec-WebSocket-Key", "sec-websocket-protocol", "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Anything"}) {
        CAPTURE(name);
        CHECK(header_refusal(std::string(name), "s3cret") ==
              "header " + std::string(name) + " is set by corogql itself and cannot be given");
    }
}

TEST_CASE("header rules: merging puts fields over those of the same name") {
    headers fields{{"A", "1"}, {"B", "2"}};
    merge_headers(fields, {{"a", "3"}, {"C", "4"}});
    CHECK(fields.size() == 3);
    CHECK(std::count(fields.begin(), fields.end(), std::pair<std::string, std::string>("B", "2")) == 1);
    CHECK(std::count(fields.begin(), fields.end(), std::pair<std::string, std::string>("a", "3")) == 1);
    CHECK(std::count(fields.begin(), fields.end(), std::pair<std::string, std::string>("C", "4")) == 1);
}

TEST_CASE("header rules: of the fields of one name, the last is left") {
    headers fields{{"A", "1"}, {"a", "2"}};
    merge_headers(fields, {{"X", "1"}, {"x", "2"}, {"A", "3"}});
    CHECK(fields == headers{{"x", "2"}, {"A", "3"}});
}
