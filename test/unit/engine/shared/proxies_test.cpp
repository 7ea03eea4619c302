// From client options to the proxy that is dialled.
#include "engine/shared/proxies.hpp"

#include "../../../support/caught.hpp"
#include "engine/shared/settings.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace corogql;
using corogql::engine::settings;
using corogql::test::caught;

namespace {

/// A variable of the process, for as long as this lives.
class variable {
public:
    variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
    ~variable() { ::unsetenv(name_); }
    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;

private:
    const char* name_;
};

} // namespace

TEST_CASE("proxies: the environment is read only when that is asked for, the last word counts") {
    const variable plain("http_proxy", "http://environment:1"), secure("https_proxy", "http://secure:2");
    client_options options("http://some.host/graphql");
    options.websocket_url("wss://some.host/graphql");
    CHECK_FALSE(settings(options).http_endpoint.proxy);

    const settings asked(options.proxy_from_environment());
    REQUIRE(asked.http_endpoint.proxy);
    CHECK(asked.http_endpoint.proxy->host == "environment");
    CHECK(asked.websocket_endpoint.proxy->host == "secure");
    CHECK(engine::through_proxy(asked.http_endpoint) == " through the proxy environment:1");

    const settings given(options.proxy("http://given:3"));
    CHECK(given.http_endpoint.proxy->host == "given");
    CHECK(given.websocket_endpoint.proxy->host == "given");
    CHECK(settings(options.proxy_from_environment()).http_endpoint.proxy->host == "environment");
    CHECK_FALSE(settings(options.proxy("")).http_endpoint.proxy);
    CHECK(engine::through_proxy(settings(options).http_endpoint).empty());
}

TEST_CASE("proxies: what the proxy is told") {
    client_options options("http://user:password@some.host/graphql");
    options.header("X-Key", "secret").user_agent("me/1").proxy("http://us%40er:pass@[::1]:3128");
    const settings made(options);
    CHECK(made.http_endpoint.host == "some.host");
    CHECK(made.http_endpoint.proxy->host == "::1");
    CHECK(made.http_endpoint.proxy->port == 3128);
    CHECK_FALSE(made.http_endpoint.proxy->tls);
    const headers told{{"User-Agent", "me/1"}, {"Proxy-Authorization", "Basic dXNAZXI6cGFzcw=="}};
    CHECK(made.http_endpoint.proxy->fields == told);
    CHECK(engine::through_proxy(made.http_endpoint) == " through the proxy [::1]:3128");
    const settings secure(options.proxy("https://proxy"));
    REQUIRE(secure.http_endpoint.proxy->tls);
    CHECK(secure.http_endpoint.proxy->tls == secure.websocket_endpoint.proxy->tls); // its sessions, too
}

TEST_CASE("proxies: a unix socket has none") {
    client_options options("http://some.host/graphql");
    options.unix_socket("/some/path").proxy("http://given:3");
    const auto failure = caught([&] { settings made(options); });
    CHECK(failure.kind() == error_kind::config);
    CHECK(std::string(failure.what()) == "a unix socket and a proxy exclude each other");
    const variable plain("http_proxy", "http://environment:1");
    CHECK_FALSE(settings(options.proxy_from_environment()).http_endpoint.proxy);
}
