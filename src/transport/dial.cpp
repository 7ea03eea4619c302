#include "transport/dial.hpp"

#include "transport/connect.hpp"
#include "transport/resolve.hpp"
#include "transport/time_limit.hpp"
#include "transport/tls_context.hpp"

#include <corogql/error.hpp>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::transport {

namespace {

error dial_failed(error_kind kind, error_phase phase, const std::string& message) {
    error failure(kind, message);
    failure.phase(phase);
    return failure;
}

std::string name_of(const endpoint& to) {
    if (!to.unix_socket.empty()) return "unix socket " + to.unix_socket;
    const bool bracketed = to.host.find(':') != std::string::npos;
    return (bracketed ? "[" + to.host + "]" : to.host) + ":" + std::to_string(to.port);
}

socket_address unix_address(const endpoint& to) {
    try {
        return asio::local::stream_protocol::endpoint(to.unix_socket);
    } catch (const boost::system::system_error& failure) { // the path is too long
        throw dial_failed(error_kind::connect, error_phase::connect,
                          "could not connect to " + name_of(to) + ": " + failure.code().message());
    }
}

asio::awaitable<std::unique_ptr<byte_stream>> secure(runtime& world, std::unique_ptr<byte_stream> plain,
                                                     const endpoint& to, runtime::time_point until) {
    time_limit limit(world, until, [stream = plain.get()] { stream->close(); });
    std::unique_ptr<byte_stream> stream;
    try {
        stream = co_await tls_connect(std::move(plain), to.tls, to.host);
    } catch (const std::exception&) {
        if (!limit.passed()) throw;
    }
    if (limit.passed())
        throw dial_failed(error_kind::timeout, error_phase::tls, "timed out in the TLS handshake with " + name_of(to));
    co_return stream;
}

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>> dial(std::shared_ptr<runtime> world, endpoint to,
                                                   runtime::time_point until) {
    std::vector<socket_address> addresses;
    if (to.unix_socket.empty()) {
        const auto found = co_await resolve(world->executor(), to.host, to.port, until);
        addresses.assign(found.begin(), found.end());
    } else {
        addresses.push_back(unix_address(to));
    }
    auto stream = co_await connect_any(*world, addresses, name_of(to), until);
    if (!to.tls) co_return stream;
    co_return co_await secure(*world, std::move(stream), to, until);
}

} // namespace corogql::transport
