/// A connected TCP or unix socket becomes a byte_stream here.
#pragma once

#include "transport/byte_stream.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>

namespace corogql::transport {

/// The type of connected sockets: tcp::socket and local::stream_protocol::socket both move into it.
using stream_socket = asio::generic::stream_protocol::socket;
using socket_acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// Opens a socket that a program which is executed later does not get; Asio's own open() would let it.
boost::system::error_code open_socket(stream_socket& socket, const stream_socket::protocol_type& protocol);
/// Opens a listening socket that a program which is executed later does not get.
boost::system::error_code open_socket(socket_acceptor& acceptor, const stream_socket::protocol_type& protocol);
/// Accepts the next connection that waits: `would_block` when there is none. `acceptor` does not block.
boost::system::error_code accept_socket(socket_acceptor& acceptor, stream_socket& into);

/// Makes a byte_stream of a socket that was dialled or accepted.
std::unique_ptr<byte_stream> make_socket_stream(stream_socket socket);

} // namespace corogql::transport
