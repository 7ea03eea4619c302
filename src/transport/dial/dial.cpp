#include "transport/dial/dial.hpp"

#include "transport/dial/connect.hpp"
#include "transport/dial/resolve.hpp"
#include "transport/dial/tunnel.hpp"
#include "transport/time_limit.hpp"
#include "transport/tls/context.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::transport {

namespace {

error dial_failed(error_kind kind, error_phase phase, const std::string& message) {
    return detailed_error(kind, message).phase(phase);
}

socket_address unix_address(const endpoint& to) {
    try {
        return asio::local::stream_protocol::endpoint(to.unix_socket);
    } catch (const boost::system::system_error& failure) { // the path is too long
        throw dial_failed(error_kind::connect, error_phase::connect,
                          "could not connect to unix socket " + to.unix_socket + ": " + failure.code().message());
    }
}

// The first peer on the way: the proxy where there is one.
asio::awaitable<std::unique_ptr<byte_stream>> reach(std::shared_ptr<runtime> world, const endpoint& to,
                                                    runtime::time_point until) {
    connect_targets targets;
    targets.head_start = to.head_start;
    if (!to.unix_socket.empty()) {
        targets.name = "unix socket " + to.unix_socket;
        targets.addresses.push_back(unix_address(to));
    } else {
        const auto& host = to.proxy ? to.proxy->host : to.host;
        const auto port = to.proxy ? to.proxy->port : to.port;
        targets.name = (to.proxy ? "the proxy " : "") + host_and_port(host, port);
        targets.addresses = co_await resolve(world, to.resolver, host, port, until);
    }
    const auto sockets = make_socket_connector(world->executor());
    auto stream = co_await connect_any(*world, *sockets, std::move(targets), until);
    co_return stream;
}

asio::awaitable<std::unique_ptr<byte_stream>> secure(runtime& world, std::unique_ptr<byte_stream> plain,
                                                     const std::shared_ptr<const tls_context>& tls,
                                                     const std::string& host, std::uint16_t port,
                                                     runtime::time_point until) {
    time_limit limit(world, until, [stream = plain.get()] { stream->close(); });
    std::unique_ptr<byte_stream> stream;
    try {
        stream = co_await tls_connect(std::move(plain), tls, host);
    } catch (const std::exception&) {
        if (!limit.passed()) throw;
    }
    if (limit.passed())
        throw dial_failed(error_kind::timeout, error_phase::tls,
                          "timed out in the TLS handshake with " + host_and_port(host, port));
    co_return stream;
}

asio::awaitable<std::unique_ptr<byte_stream>> tunnel(runtime& world, std::unique_ptr<byte_stream> plain,
                                                     const endpoint& to, runtime::time_point until) {
    const auto& proxy = *to.proxy;
    if (proxy.tls) plain = co_await secure(world, std::move(plain), proxy.tls, proxy.host, proxy.port, until);
    time_limit limit(world, until, [stream = plain.get()] { stream->close(); });
    std::unique_ptr<byte_stream> stream;
    try {
        stream = co_await open_tunnel(std::move(plain), to);
    } catch (const std::exception&) {
        if (!limit.passed()) throw;
    }
    if (limit.passed())
        throw dial_failed(error_kind::timeout, error_phase::connect,
                          "timed out waiting for the proxy " + host_and_port(proxy.host, proxy.port) +
                              " to connect to " + host_and_port(to.host, to.port));
    co_return stream;
}

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>> dial(std::shared_ptr<runtime> world, endpoint to,
                                                   runtime::time_point until) {
    auto stream = co_await reach(world, to, until);
    if (to.proxy) stream = co_await tunnel(*world, std::move(stream), to, until);
    if (to.tls) stream = co_await secure(*world, std::move(stream), to.tls, to.host, to.port, until);
    co_return stream;
}

} // namespace corogql::transport
