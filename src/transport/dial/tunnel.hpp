/// A tunnel leads through an HTTP proxy (RFC 9110, section 9.3.6).
#pragma once

#include "transport/byte_stream.hpp"
#include "transport/endpoint.hpp"

namespace corogql::transport {

/// Asks the proxy behind `stream` to CONNECT to the host and port of `to`; the result carries the tunnel's bytes, those
/// that came with the answer included. Throws corogql::error of kind connect, phase connect; its http_status() is the
/// proxy's, and its message never shows credentials.
asio::awaitable<std::unique_ptr<byte_stream>> open_tunnel(std::unique_ptr<byte_stream> stream, const endpoint& to);

} // namespace corogql::transport
