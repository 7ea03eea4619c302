/// A session is HTTP/1.1 on one connection: requests one after the other, until one of them makes it a websocket.
#pragma once

#include "testing/server/connection.hpp"

namespace corogql::testing {

asio::awaitable<void> serve_http(std::shared_ptr<connection> link);

} // namespace corogql::testing
