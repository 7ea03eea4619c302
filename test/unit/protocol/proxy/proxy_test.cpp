// Which proxy a URL has: the proxy's own URL, the environment, and the exceptions of NO_PROXY.
#include "protocol/proxy/proxy.hpp"

#include "../../../support/caught.hpp"
#include "protocol/proxy/no_proxy.hpp"

#include <doctest/doctest.h>

#include <map>
#include <vector>

using namespace corogql;
using corogql::test::caught;
using protocol::is_excepted;
using protocol::parse_proxy;
using protocol::parse_url;

namespace {

using variables = std::map<std::string, std::string>;

/// Host and port of the proxy for this URL, or "none".
std::string chosen(const variables& environment, std::string_view target) {
    const auto variable = [&environment](const char* name) -> const char* {
        const auto found = environment.find(name);
        return found == environment.end() ? nullptr : found->second.c_str();
    };
    const auto proxy = protocol::proxy_of_environment(variable, parse_url(target));
    return proxy ? proxy->host + ':' + std::to_string(proxy->port) : "none";
}

} // namespace

TEST_CASE("proxy: its URL") {
    const auto plain = parse_proxy("http://Proxy.example:3128");
    CHECK_FALSE(plain.secure);
    CHECK(plain.host == "proxy.example");
    CHECK(plain.port == 3128);
    CHECK(plain.user_info.empty());

    const auto secure = parse_proxy("HTTPS://us%40er:p%3Ass@proxy.example/");
    CHECK(secure.secure);
    CHECK(secure.port == 443);
    CHECK(secure.user_info == "us@er:p:ss");

    CHECK(parse_proxy("proxy.example:8080").host == "proxy.example");
    CHECK(parse_proxy("me:secret@proxy.example:8080").user_info == "me:secret");
    CHECK(parse_proxy("http://[::1]:8080").host == "::1");
    CHECK(parse_proxy("http://proxy.example").port == 80);
}

TEST_CASE("proxy: a URL that cannot be one is a mistake that shows no secret") {
    for (const auto* text : {"socks5://a:secret@b:1", "ws://a:secret@b", "http://a:secret@", "http://a:secret@b:0", "",
                             "://", "http://", "http://a:secret@b:99999", "a:secret@b:port"}) {
        CAPTURE(text);
        const auto failure = caught([&] { parse_proxy(text); });
        CHECK(to_string(failure.kind()) == "config");
        CHECK(std::string(failure.what()).find("secret") == std::string::npos);
    }
}

TEST_CASE("proxy: the environment's variables and which goes first") {
    const variables all{{"http_proxy", "http://h:1"},  {"HTTP_PROXY", "http://cgi:2"}, {"https_proxy", "http://s:3"},
                        {"HTTPS_PROXY", "http://S:4"}, {"all_proxy", "http://a:5"},    {"ALL_PROXY", "http://A:6"}};
    CHECK(chosen(all, "http://x") == "h:1");
    CHECK(chosen(all, "ws://x") == "h:1");
    CHECK(chosen(all, "https://x") == "s:3");
    CHECK(chosen(all, "wss://x") == "s:3");
    CHECK(chosen({{"HTTPS_PROXY", "http://S:4"}}, "wss://x") == "s:4");
    CHECK(chosen({{"HTTPS_PROXY", "http://S:4"}}, "http://x") == "none");
    CHECK(chosen({{"HTTP_PROXY", "http://cgi:2"}}, "http://x") == "none"); // httpoxy
    CHECK(chosen({{"http_proxy", "http://h:1"}}, "https://x") == "none");
    CHECK(chosen({{"ALL_PROXY", "http://A:6"}}, "ws://x") == "a:6");
    CHECK(chosen({{"all_proxy", "http://a:5"}, {"ALL_PROXY", "http://A:6"}}, "https://x") == "a:5");
    CHECK(chosen({{"https_proxy", ""}, {"ALL_PROXY", "http://A:6"}}, "https://x") == "a:6");
    CHECK(chosen({}, "https://x") == "none");
    for (const std::string name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
        const auto failure = caught([&] { chosen({{name, "socks5://me:secret@a:1"}}, "https://x"); });
        CHECK(to_string(failure.kind()) == "config");
        CHECK(std::string(failure.what()).starts_with("the proxy's URL in the variable " + name + " cannot be used; "));
        CHECK(std::string(failure.what()).find("secret") == std::string::npos);
    }
}

TEST_CASE("proxy: the environment's exceptions") {
    variables environment{{"all_proxy", "http://p:1"}};
    CHECK(chosen(environment, "http://127.0.0.1") == "p:1"); // as curl: loopback is no exception by itself
    CHECK(chosen(environment, "http://localhost") == "p:1");
    environment["NO_PROXY"] = "upper.example,127.0.0.0/8,[::1]";
    CHECK(chosen(environment, "https://a.upper.example") == "none");
    CHECK(chosen(environment, "http://127.8.9.1:99") == "none");
    CHECK(chosen(environment, "http://[::1]:99") == "none");
    environment["no_proxy"] = "lower.example";
    CHECK(chosen(environment, "https://upper.example") == "p:1");
    CHECK(chosen(environment, "https://lower.example") == "none");
    environment["no_proxy"] = "";
    CHECK(chosen(environment, "https://upper.example") == "none");
    environment["all_proxy"] = "socks5://p:1"; // not even looked at
    CHECK(chosen(environment, "https://upper.example") == "none");
}

TEST_CASE("no_proxy: the table") {
    struct row {
        const char* list;
        const char* host;
        bool excepted;
        std::uint16_t port = 443;
    };
    const std::vector<row> rows{
        {"", "a.example", false},
        {",, ,", "a.example", false},
        {"*", "a.example", true},
        {"*", "10.0.0.1", true},
        {"*", "::1", true},
        {"b.example, *", "a.example", true},
        {"*:80", "a.example", false},
        // names
        {"a.example", "a.example", true},
        {"A.Example", "a.example", true},
        {"a.example", "x.y.a.example", true},
        {"a.example", "xa.example", false},
        {"a.example", "example", false},
        {"a.example.", "a.example", true},
        {"a.example", "a.example.", true},
        {".a.example", "a.example", true},
        {".a.example", "x.a.example", true},
        {".a.example", "xa.example", false},
        {"*.a.example", "x.a.example", true},
        {"x*.a.example", "xy.a.example", false},
        {".", "a.example", false},
        {"*.", "a.example", false},
        {"one.example,a.example", "a.example", true},
        {"one.example a.example", "a.example", true},
        {" a.example\t,two", "a.example", true},
        {"localhost", "localhost", true},
        {"localhost", "127.0.0.1", false}, // nothing is looked up
        // ports
        {"a.example:443", "a.example", true},
        {"a.example:443", "x.a.example", true},
        {"a.example:80", "a.example", false},
        {"a.example:80", "a.example", true, 80},
        {"a.example:", "a.example", false},
        {"a.example:x", "a.example", false},
        {"10.0.0.1:443", "10.0.0.1", true},
        {"10.0.0.1:80", "10.0.0.1", false},
        {"[::1]:443", "::1", true},
        {"[::1]:80", "::1", false},
        {"[::1]x", "::1", false},
        {"[::1", "::1", false},
        // addresses
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1", "10.0.0.10", false},
        {"0.0.1", "10.0.0.1", false},
        {".0.0.1", "10.0.0.1", false},
        {"::1", "::1", true},
        {"[::1]", "::1", true},
        {"0:0:0:0:0:0:0:1", "::1", true},
        {"::2", "::1", false},
        {"::1", "0.0.0.1", false},
        {"fe80::1", "fe80::1%eth0", true},
        // networks
        {"10.0.0.0/8", "10.200.3.4", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.1.2.3/32", "10.1.2.3", true},
        {"10.1.2.3/31", "10.1.2.2", true},
        {"10.1.2.3/32", "10.1.2.2", false},
        {"0.0.0.0/0", "8.8.8.8", true},
        {"0.0.0.0/0", "::1", false},
        {"0.0.0.0/0", "a.example", false},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"10.0.0.0/", "10.0.0.0", false},
        {"10.0.0.0/x", "10.0.0.0", false},
        {"10.0.0.0/-1", "10.0.0.0", false},
        {"10.0.0.0/8:443", "10.9.9.9", true},
        {"10.0.0.0/8:80", "10.9.9.9", false},
        {"fd00::/8", "fdff::1", true},
        {"fd00::/8", "fe80::1", false},
        {"[fd00::/8]:443", "fd00::7", true},
        {"2001:db8::/33", "2001:db8:8000::", false},
        {"2001:db8::/129", "2001:db8::", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.list);
        CAPTURE(row.host);
        CHECK(is_excepted(row.list, row.host, row.port) == row.excepted);
    }
}
