/// This file leads from addresses to a connected stream.
#pragma once

#include "transport/runtime.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <string>
#include <vector>

namespace corogql::transport {

using socket_address = asio::generic::stream_protocol::endpoint; ///< The address of a TCP or unix socket.

/// A connector tries to connect to one address.
class connector {
public:
    /// An attempt is under way as long as this object exists: its end closes the socket, and nothing is heard of the
    /// attempt any more.
    class attempt {
    public:
        virtual ~attempt() = default;
    };
    /// Takes a stream, or why there is none. The function is called at most once, on the loop, never within begin().
    using done_function = std::function<void(boost::system::error_code, std::unique_ptr<byte_stream>)>;

    virtual ~connector() = default;
    virtual std::unique_ptr<attempt> begin(const socket_address& to, done_function done) = 0;
};

/// Makes a connector of real sockets.
std::unique_ptr<connector> make_socket_connector(asio::any_io_executor executor);

/// The addresses of one peer, to be raced.
struct connect_targets {
    connect_targets() = default;
    std::vector<socket_address> addresses; ///< The addresses are at least one, the preferred ones first.
    std::string name;                      ///< The name of the peer, for errors.
    /// Each address is tried alone for so long before the next one is tried beside it.
    runtime::duration head_start{};
};

/// Races the addresses as connect_race says; the first that answers wins, the others are closed. Throws corogql::error
/// of kind connect or timeout, phase connect. `world` and `how` must outlive the call.
asio::awaitable<std::unique_ptr<byte_stream>> connect_any(runtime& world, connector& how, connect_targets to,
                                                          runtime::time_point until);

} // namespace corogql::transport
