#include "protocol/http/url.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using corogql::test::caught;
using protocol::parse_url;
using protocol::resolve_url;

namespace {

void check(const protocol::url& url, std::string_view host, std::uint16_t port, std::string_view authority,
           std::string_view target) {
    CHECK(url.host == host);
    CHECK(url.port == port);
    CHECK(url.authority == authority);
    CHECK(url.target == target);
}

} // namespace

TEST_CASE("url: the scheme says how, and on which port") {
    check(parse_url("http://api.example/graphql"), "api.example", 80, "api.example", "/graphql");
    check(parse_url("https://api.example/graphql"), "api.example", 443, "api.example", "/graphql");
    check(parse_url("ws://api.example:80/"), "api.example", 80, "api.example", "/");
    check(parse_url("WSS://API.example:8443"), "api.example", 8443, "api.example:8443", "/");
    CHECK_FALSE(parse_url("http://a").secure);
    CHECK_FALSE(parse_url("http://a").websocket);
    CHECK(parse_url("https://a").secure);
    CHECK(parse_url("ws://a").websocket);
    CHECK(parse_url("wss://a").secure);
    CHECK(parse_url("wss://a").websocket);
}

TEST_CASE("url: path and query are sent as they are, the fragment is not") {
    check(parse_url("http://a/b%20c;d?x=1&y=%2F#part"), "a", 80, "a", "/b%20c;d?x=1&y=%2F");
    check(parse_url("http://a?x"), "a", 80, "a", "/?x");
    check(parse_url("http://a#part"), "a", 80, "a", "/");
    check(parse_url("http://a/?"), "a", 80, "a", "/?");
    check(parse_url("http://a:/x"), "a", 80, "a", "/x");
}

TEST_CASE("url: addresses as hosts") {
    check(parse_url("http://127.0.0.1:8080/x"), "127.0.0.1", 8080, "127.0.0.1:8080", "/x");
    check(parse_url("http://[::1]:8080/x"), "::1", 8080, "[::1]:8080", "/x");
    check(parse_url("https://[2001:DB8::1]"), "2001:db8::1", 443, "[2001:db8::1]", "/");
}

TEST_CASE("url: user information is kept apart, decoded, and never shown") {
    const auto url = parse_url("https://us%40er:pa%3Ass@host/x?token=1");
    check(url, "host", 443, "host", "/x?token=1");
    CHECK(url.basic_user_info == "us@er:pa:ss");
    CHECK(url.display() == "https://host/x");
    CHECK(parse_url("https://token@host").basic_user_info == "token:"); // basic authentication wants the colon
    CHECK(parse_url("https://host").basic_user_info.empty());
}

TEST_CASE("url: what cannot be dialed is refused without being shown") {
    for (const std::string_view text : {"",
                                        "host",
                                        "host/path",
                                        "/path",
                                        "//host/x",
                                        "ftp://s3cret@host/",
                                        "http:",
                                        "http:///x",
                                        "http://:80/",
                                        "http://s3cret@/x",
                                        "http://s3cret host/",
                                        "http://host:65536/",
                                        "http://host:0/s3cret",
                                        "http://host:x/s3cret",
                                        "http://host:80x/",
                                        "http://host:80:90/",
                                        "http://1.2.3.4.5/",
                                        "http://a.1.2.3.4.5/",
                                        "http://a@s3cret@c/",
                                        "http://[::1]x/",
                                        "http://a%0d%0aX:s3cret/",
                                        "http://a%2fb/",
                                        "http://[::1/",
                                        "http://host/s3cret path",
                                        " http://host/",
                                        "file:///x",
                                        "http://h\xc3\xb6st/",
                                        "http://host/\r\nX: s3cret"}) {
        CAPTURE(text);
        const auto failure = caught([&] { parse_url(text); });
        CHECK(to_string(failure.kind()) == "config");
        CHECK(std::string(failure.what()).find("s3cret") == std::string::npos);
    }
}

TEST_CASE("url: origins") {
    const auto same = [](std::string_view a, std::string_view b) { return parse_url(a).same_origin(parse_url(b)); };
    CHECK(same("https://a/x", "https://A:443/y?z"));
    CHECK_FALSE(same("https://a", "http://a"));
    CHECK_FALSE(same("https://a", "https://a:444"));
    CHECK_FALSE(same("https://a", "https://b.a"));
    CHECK_FALSE(same("http://a:443", "https://a"));
}

TEST_CASE("url: redirects, relative or not") {
    const auto base = parse_url("https://user:word@host:8443/api/graphql?x=1");
    CHECK(resolve_url(base, "/moved?y=2").target == "/moved?y=2");
    CHECK(resolve_url(base, "moved").target == "/api/moved");
    CHECK(resolve_url(base, "../up").target == "/up");
    CHECK(resolve_url(base, "?y=2").target == "/api/graphql?y=2");
    CHECK(resolve_url(base, "/moved").same_origin(base));
    CHECK(resolve_url(base, "/moved").basic_user_info.empty());
    CHECK(resolve_url(base, "https://HOST:8443/z").same_origin(base));
    check(resolve_url(base, "//other/x"), "other", 443, "other", "/x");
    check(resolve_url(base, "http://host:8443/x"), "host", 8443, "host:8443", "/x");
    CHECK_FALSE(resolve_url(base, "http://host:8443/x").same_origin(base));
}

TEST_CASE("url: a redirect to nowhere") {
    const auto base = parse_url("https://host/graphql");
    for (const std::string_view target : {"http://", "ftp://host/x", "mailto:a@b", "/a b", "http://[", "\xff"}) {
        CAPTURE(target);
        CHECK(to_string(caught([&] { resolve_url(base, target); }).kind()) == "config");
    }
}
