#include "transport/connect.hpp"

#include "transport/socket_stream.hpp"
#include "transport/time_limit.hpp"

#include <corogql/error.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

namespace corogql::transport {

namespace {

using boost::system::error_code;

error connect_failed(error_kind kind, const std::string& message) {
    error failure(kind, message);
    failure.phase(error_phase::connect);
    return failure;
}

// Linux reports two connections as made that are not: to a unix socket whose backlog is full, and of a socket
// to itself when the port asked for is closed and happens to be the one the kernel picked.
error_code check_connected(stream_socket& socket) {
    error_code failure;
    const socket_address peer = socket.remote_endpoint(failure);
    if (failure) return failure == asio::error::not_connected ? asio::error::try_again : failure;
    const bool is_unix = peer.protocol().family() == AF_UNIX;
    if (!is_unix && peer == socket.local_endpoint(failure)) return asio::error::connection_refused;
    return {};
}

// Sets `failure` and gives nothing when the address does not answer; timed_out when it is too slow.
asio::awaitable<std::unique_ptr<byte_stream>> connect(runtime& world, const socket_address& to,
                                                      runtime::time_point until, error_code& failure) {
    stream_socket socket(world.executor());
    socket.open(to.protocol(), failure);
    if (failure) co_return nullptr;

    time_limit limit(world, until, [&socket] {
        error_code ignored;
        socket.close(ignored);
    });
    co_await socket.async_connect(to, asio::redirect_error(asio::use_awaitable, failure));
    if (limit.passed()) failure = asio::error::timed_out;
    if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
    if (!failure) failure = check_connected(socket);
    if (failure) co_return nullptr;
    co_return make_socket_stream(std::move(socket));
}

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>> connect_any(runtime& world, std::vector<socket_address> addresses,
                                                          std::string name, runtime::time_point until) {
    error_code failure;
    std::size_t tried = 0;
    do {
        const auto now = world.now();
        const auto left = static_cast<runtime::duration::rep>(addresses.size() - tried);
        const auto share = left == 1 || until <= now ? until : now + (until - now) / left;
        auto stream = co_await connect(world, addresses[tried], share, failure);
        if (stream) co_return stream;
        ++tried;
    } while (tried < addresses.size() && world.now() < until);

    const std::string which = tried > 1 ? name + " (" + std::to_string(tried) + " addresses tried)" : name;
    if (world.now() >= until) throw connect_failed(error_kind::timeout, "timed out while connecting to " + which);
    throw connect_failed(error_kind::connect, "could not connect to " + which + ": " + failure.message());
}

} // namespace corogql::transport
