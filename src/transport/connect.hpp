/// From addresses to a connected socket.
#pragma once

#include "transport/runtime.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <string>
#include <vector>

namespace corogql::transport {

using socket_address = asio::generic::stream_protocol::endpoint; ///< TCP or unix

/// Tries one address after another. Each has its share of the time that is left, so that a black hole does
/// not eat it all. Throws corogql::error of kind connect or timeout, phase connect; it speaks of the peer as
/// `name`.
asio::awaitable<std::unique_ptr<byte_stream>> connect_any(runtime& world, std::vector<socket_address> addresses,
                                                          std::string name, runtime::time_point until);

} // namespace corogql::transport
