/// Client options are everything a client can be told. Setters chain; every limit has a default.
#pragma once

#include <corogql/credentials.hpp>
#include <corogql/headers.hpp>
#include <corogql/http_options.hpp>
#include <corogql/lifecycle.hpp>
#include <corogql/observer.hpp>
#include <corogql/resolver.hpp>
#include <corogql/retry_options.hpp>
#include <corogql/schema.hpp>
#include <corogql/subscription_transport.hpp>
#include <corogql/tls_options.hpp>
#include <corogql/values/text_argument.hpp>
#include <corogql/websocket_options.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace corogql {

class interceptor;

/// A log function is given one line about a connection's life, without secrets. It is called on the client's executor
/// and must not block. What it throws ends, with kind `callback`, the operation it was called for, or all on the link
/// it was called for.
using log_function = std::function<void(std::string_view line)>;

/// Client options are given to a client, which copies them.
class client_options {
public:
    /// Takes the endpoint: http, https, ws or wss; IPv6 literals in brackets. The scheme says only plain or TLS:
    /// queries go to http(s) and subscriptions to ws(s) of the same address, unless subscriptions_over() or
    /// operations_over_websocket() say otherwise.
    client_options(std::string url) : url_(std::move(url)) {}
    /// Takes the endpoint as from a string; a null pointer throws kind `usage`.
    client_options(const char* url) : url_(detail::not_null(url)) {}

    /// Sets where subscriptions go when it is not the same address. Default: the endpoint.
    client_options& websocket_url(std::string url) { return websocket_url_ = std::move(url), *this; }
    /// Sets what carries subscriptions, unless they say so themselves. Default: websocket.
    client_options& subscriptions_over(subscription_transport transport) {
        return subscriptions_over_ = transport, *this;
    }
    /// Runs queries and mutations over the websocket as well. Default: false.
    client_options& operations_over_websocket(bool yes) { return operations_over_websocket_ = yes, *this; }
    /// Dials this unix socket; the URL then gives only path and Host. Default: TCP.
    client_options& unix_socket(std::string path) { return unix_socket_ = std::move(path), *this; }

    /// Sends everything through this HTTP proxy, in tunnels (CONNECT): `http://[user:password@]host[:port]`, or https
    /// for TLS up to the proxy, which is verified whatever tls() says of the server. The port is 80 or 443 unless
    /// given. The proxy looks up the server's name. Empty: none. Default: none; the environment is not looked at.
    client_options& proxy(std::string url) {
        proxy_from_environment_ = false;
        return proxy_ = std::move(url), *this;
    }
    /// Sends everything through the proxy that the environment names, read when the client is made: for https and wss
    /// `https_proxy`, else `HTTPS_PROXY`; for http and ws `http_proxy` (lower case only: a CGI script's caller can set
    /// HTTP_PROXY); else `all_proxy`, `ALL_PROXY`. There is none for hosts in `no_proxy`, else `NO_PROXY`: names, which
    /// stand for what is below them too, addresses, networks such as 10.0.0.0/8, each with or without a port, or `*`.
    /// Nothing else is excepted, localhost neither. A unix socket has no proxy.
    client_options& proxy_from_environment() {
        proxy_.clear();
        return proxy_from_environment_ = true, *this;
    }
    /// Sets how long an address of a host is tried before the next one is tried beside it (RFC 8305), IPv6 and IPv4 in
    /// turn; one that fails gives way at once. It is less when the addresses are too many for the connect timeout, and
    /// at least 10 ms. Default: 250 ms.
    client_options& address_head_start(std::chrono::nanoseconds time) { return address_head_start_ = time, *this; }

    /// Looks up the names of servers and proxies in place of the system, each time one is dialled. Default: none.
    client_options& resolver(resolver_function function) { return resolver_ = std::move(function), *this; }

    /// Adds a header for every HTTP request and the websocket upgrade.
    client_options& header(std::string name, std::string value) {
        return headers_.emplace_back(std::move(name), std::move(value)), *this;
    }
    /// Sets all headers for every HTTP request and the websocket upgrade. Default: none.
    client_options& headers(corogql::headers fields) { return headers_ = std::move(fields), *this; }
    /// Sets who gives the authorization of each attempt; see also bearer(). Default: nobody.
    client_options& credentials(credentials_provider provider) { return credentials_ = std::move(provider), *this; }
    /// Sets a function that gives the authorization of each attempt without waiting for anything; it must not block.
    template <class Function>
        requires std::is_invocable_r_v<corogql::credentials, Function&, bool>
    client_options& credentials(Function function) {
        return credentials(detail::provider_of(std::move(function)));
    }
    /// Sets the User-Agent. Empty, the default: "corogql/" and the version.
    client_options& user_agent(std::string text) { return user_agent_ = std::move(text), *this; }

    /// Sets the deadline of a whole operation: queueing, dialing, attempts, redirects, refreshes and waits between
    /// them. For a subscription it holds until its first connection is acknowledged. Zero: none. Default: 30 s.
    client_options& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, *this; }
    /// Sets how long name lookup, connection, TLS and websocket upgrade may take together. Default: 10 s.
    client_options& connect_timeout(std::chrono::nanoseconds limit) { return connect_timeout_ = limit, *this; }
    /// Sets how long one attempt may take, from dialing to the end of the answer. Zero: any time. Default: zero.
    client_options& attempt_timeout(std::chrono::nanoseconds limit) { return attempt_timeout_ = limit, *this; }

    /// Sets how failed queries and mutations are repeated. Default: see retry_options.
    client_options& retry(retry_options policy) { return retry_ = std::move(policy), *this; }
    /// Sets how the connections of subscriptions are made again, whatever carries them: `retries` bounds those that
    /// failed in a row. The count starts again when an event arrives (an acknowledged connection alone proves nothing),
    /// the wait only after 10 s of healthy link. Default: without end, waits up to 60 s.
    client_options& reconnect(backoff_options policy) { return reconnect_ = policy, *this; }
    /// Sets how long the connection of subscriptions, whatever carries them, may bring nothing at all, heartbeats
    /// included, until it counts as lost: for servers that answer no pings but send something of their own. Zero: for
    /// ever. Default: a websocket is not watched, as its pings are; over HTTP 60 s from the second heartbeat on, and a
    /// server that sends none, or one to begin with, is trusted.
    client_options& silence_timeout(std::chrono::nanoseconds limit) { return silence_timeout_ = limit, *this; }
    /// Sets the options of HTTP.
    client_options& http(http_options options) { return http_ = options, *this; }
    /// Sets the options of the websocket.
    client_options& websocket(websocket_options options) { return websocket_ = std::move(options), *this; }
    /// Sets whom the client trusts, and who it is.
    client_options& tls(tls_options options) { return tls_ = std::move(options), *this; }

    /// Sets the largest response body (as sent, and again when decompressed) or websocket message, in bytes. Default:
    /// 16 MiB; more than 4 GiB is taken as that.
    client_options& max_message_size(std::size_t bytes) {
        return max_message_size_ = std::min<std::size_t>(bytes, 0xffff'ffff), *this;
    }
    /// Sets the deepest nesting of JSON, in levels. Default: 512; more than 10,000 is taken as 10,000.
    client_options& max_depth(unsigned levels) { return max_depth_ = levels > 10'000 ? 10'000 : levels, *this; }

    /// Promises that the executor given to the client runs one function at a time and that the client and the streams
    /// it gives are used there only. It saves the hop to a strand and back, a tenth of a small request; no event is
    /// guarded by a mutex; and consumers on that executor are resumed together when events have come, not by a function
    /// each. streams_on_any_thread() excepts the streams from all that. Default: false.
    ///
    /// The executor must bear to be posted to from other threads even so, as that is how the addresses of a name come.
    /// An io_context does when it was made without a hint, with 1, or with BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO, and
    /// does not with BOOST_ASIO_CONCURRENCY_HINT_UNSAFE, where Asio's own resolver fails for that reason.
    client_options& single_threaded(bool yes) { return single_threaded_ = yes, *this; }
    /// Says that streams of a client that is single_threaded() are used on other threads all the same, one of which may
    /// be that of a blocking_generator: taken from, looked at, closed or destroyed. Default: false; the streams of all
    /// other clients may be.
    client_options& streams_on_any_thread(bool yes) { return streams_on_any_thread_ = yes, *this; }
    /// Takes what specifications forbid and servers do all the same: see http_options::lenient() and
    /// websocket_options::lenient(), which it switches on both. What is not understood even so is passed over, and told
    /// to log() and on_lifecycle(). Default: false; the first of it ends what it came on, with kind `protocol`.
    client_options& lenient(bool yes) { return lenient_ = yes, *this; }
    /// Checks the document of every operation against a schema before anything is sent, for tests and development: one
    /// that is not valid is refused with kind `usage`, and all of its problems with their places are in the message.
    /// The use of what is deprecated is none. Variables are not checked. Default: the server alone checks.
    client_options& check_against(schema known) { return check_against_ = std::move(known), *this; }
    /// Sets who is told what happens, line by line. Default: nobody.
    client_options& log(log_function function) { return log_ = std::move(function), *this; }

    /// Sets a function that is called for each event in the life of the client's connections. Default: none.
    client_options& on_lifecycle(lifecycle_function function) { return on_lifecycle_ = std::move(function), *this; }
    /// Sets where operations belong in a distributed trace (W3C Trace Context). Over HTTP it goes into the headers
    /// `traceparent` and `tracestate`, over a websocket into the request's extensions of these names. What the request
    /// has of its own wins. Default: nowhere.
    client_options& trace(trace_function function) { return trace_ = std::move(function), *this; }

    /// Sets who sees the begin and the end of each operation. Default: nobody.
    client_options& observe(observe_function function) { return observe_ = std::move(function), *this; }

    /// Adds to the interceptors around each HTTP attempt. Default: none.
    client_options& intercept(std::shared_ptr<interceptor> each) {
        return interceptors_.push_back(std::move(each)), *this;
    }

    /// Returns the endpoint.
    const std::string& url() const noexcept { return url_; }
    /// Returns where subscriptions go; empty for the endpoint.
    const std::string& websocket_url() const noexcept { return websocket_url_; }
    /// Returns whether what specifications forbid is taken.
    bool lenient() const noexcept { return lenient_; }
    /// Returns what carries subscriptions.
    subscription_transport subscriptions_over() const noexcept { return subscriptions_over_; }
    /// Returns whether queries and mutations go over the websocket.
    bool operations_over_websocket() const noexcept { return operations_over_websocket_; }
    /// Returns the unix socket that is dialled; empty for TCP.
    const std::string& unix_socket() const noexcept { return unix_socket_; }
    /// Returns the HTTP proxy; empty without one.
    const std::string& proxy() const noexcept { return proxy_; }
    /// Returns whether the environment names the proxy.
    bool uses_proxy_of_environment() const noexcept { return proxy_from_environment_; }
    /// Returns how long an address is tried before the next one is tried beside it.
    std::chrono::nanoseconds address_head_start() const noexcept { return address_head_start_; }
    /// Returns who looks up names; empty for the system.
    const resolver_function& resolver() const noexcept { return resolver_; }
    /// Returns the headers for every HTTP request and the websocket upgrade.
    const corogql::headers& headers() const noexcept { return headers_; }
    /// Returns who gives the credentials; empty for nobody.
    const credentials_provider& credentials() const noexcept { return credentials_; }
    /// Returns the User-Agent; empty for the library's own.
    const std::string& user_agent() const noexcept { return user_agent_; }
    /// Returns the deadline of a whole operation; zero for none.
    std::chrono::nanoseconds timeout() const noexcept { return timeout_; }
    /// Returns how long connecting may take.
    std::chrono::nanoseconds connect_timeout() const noexcept { return connect_timeout_; }
    /// Returns how long one attempt may take; zero for any time.
    std::chrono::nanoseconds attempt_timeout() const noexcept { return attempt_timeout_; }
    /// Returns how failed queries and mutations are repeated.
    const retry_options& retry() const noexcept { return retry_; }
    /// Returns how the connections of subscriptions are made again.
    const backoff_options& reconnect() const noexcept { return reconnect_; }
    /// Returns how long the connection of subscriptions may bring nothing; nothing for the default.
    const std::optional<std::chrono::nanoseconds>& silence_timeout() const noexcept { return silence_timeout_; }
    /// Returns the options of HTTP.
    const http_options& http() const noexcept { return http_; }
    /// Returns the options of the websocket.
    const websocket_options& websocket() const noexcept { return websocket_; }
    /// Returns whom the client trusts, and who it is.
    const tls_options& tls() const noexcept { return tls_; }
    /// Returns the largest response body or websocket message, in bytes.
    std::size_t max_message_size() const noexcept { return max_message_size_; }
    /// Returns the deepest nesting of JSON.
    unsigned max_depth() const noexcept { return max_depth_; }
    /// Returns whether the executor runs one function at a time.
    bool single_threaded() const noexcept { return single_threaded_; }
    /// Returns whether streams are used on other threads even so.
    bool streams_on_any_thread() const noexcept { return streams_on_any_thread_; }
    /// Returns the schema that documents are checked against; nothing for none.
    const std::optional<schema>& check_against() const noexcept { return check_against_; }
    /// Returns who is told what happens; empty for nobody.
    const log_function& log() const noexcept { return log_; }
    /// Returns the function that is called for events; empty without one.
    const lifecycle_function& on_lifecycle() const noexcept { return on_lifecycle_; }
    /// Returns where operations belong in a trace; empty for nowhere.
    const trace_function& trace() const noexcept { return trace_; }
    /// Returns who sees the begin and the end of each operation; empty for nobody.
    const observe_function& observe() const noexcept { return observe_; }
    /// Returns the interceptors, in the order they were added.
    const std::vector<std::shared_ptr<interceptor>>& interceptors() const noexcept { return interceptors_; }

private:
    std::string url_;
    std::string websocket_url_;
    subscription_transport subscriptions_over_ = subscription_transport::websocket;
    bool operations_over_websocket_ = false;
    std::string unix_socket_;
    std::string proxy_;
    bool proxy_from_environment_ = false;
    std::chrono::nanoseconds address_head_start_ = std::chrono::milliseconds(250);
    resolver_function resolver_;
    corogql::headers headers_;
    credentials_provider credentials_;
    std::string user_agent_;
    std::chrono::nanoseconds timeout_ = std::chrono::seconds(30);
    std::chrono::nanoseconds connect_timeout_ = std::chrono::seconds(10);
    std::chrono::nanoseconds attempt_timeout_{0};
    retry_options retry_;
    backoff_options reconnect_;
    std::optional<std::chrono::nanoseconds> silence_timeout_;
    http_options http_;
    websocket_options websocket_;
    tls_options tls_;
    std::size_t max_message_size_ = 16 * 1024 * 1024;
    unsigned max_depth_ = 512;
    bool single_threaded_ = false;
    bool streams_on_any_thread_ = false;
    bool lenient_ = false;
    std::optional<schema> check_against_;
    log_function log_;
    lifecycle_function on_lifecycle_;
    trace_function trace_;
    observe_function observe_;
    std::vector<std::shared_ptr<interceptor>> interceptors_;
};

} // namespace corogql
