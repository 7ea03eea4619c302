/// From addresses to a connected stream.
#pragma once

#include "transport/runtime.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <string>
#include <vector>

namespace corogql::transport {

using socket_address = asio::generic::stream_protocol::endpoint; ///< TCP or unix

/// How one address is tried.
class connector {
public:
    /// Under way as long as it exists: its end closes the socket, and nothing is heard of it any more.
    class attempt {
    public:
        virtual ~attempt() = default;
    };
    /// A stream, or why there is none. Called at most once, on the loop, never within begin().
    using done_function = std::function<void(boost::system::error_code, std::unique_ptr<byte_stream>)>;

    virtual ~connector() = default;
    virtual std::unique_ptr<attempt> begin(const socket_address& to, done_function done) = 0;
};

/// Real sockets.
std::unique_ptr<connector> make_socket_connector(asio::any_io_executor executor);

/// Where to connect to.
struct connect_targets {
    connect_targets() = default;
    std::vector<socket_address> addresses; ///< at least one, the preferred ones first
    std::string name;                      ///< of the peer, for errors
    runtime::duration head_start{};        ///< of each address before the next is tried beside it
};

/// Races the addresses as connect_race says; the first that answers wins, the others are closed. Throws
/// corogql::error of kind connect or timeout, phase connect. `world` and `how` outlive the call.
asio::awaitable<std::unique_ptr<byte_stream>> connect_any(runtime& world, connector& how, connect_targets to,
                                                          runtime::time_point until);

} // namespace corogql::transport
