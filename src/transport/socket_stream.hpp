/// A connected TCP or unix socket as a byte_stream.
#pragma once

#include "transport/byte_stream.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>

namespace corogql::transport {

/// tcp::socket and local::stream_protocol::socket both move into it.
using stream_socket = asio::generic::stream_protocol::socket;

/// For sockets that were dialled and for accepted ones.
std::unique_ptr<byte_stream> make_socket_stream(stream_socket socket);

} // namespace corogql::transport
