/// The function dial() is the way to a peer over real sockets: lookup, connection, TLS, as runtime::dial() says.
#pragma once

#include "transport/runtime.hpp"

namespace corogql::transport {

asio::awaitable<std::unique_ptr<byte_stream>> dial(std::shared_ptr<runtime> world, endpoint to,
                                                   runtime::time_point until);

} // namespace corogql::transport
