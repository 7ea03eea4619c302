/// One request and its answer over the pool, without the loop of attempts that queries have.
#pragma once

#include "engine/http/pool.hpp"

#include <string>

namespace corogql::detail {

/// Sends what connection.request() holds, a long request beside the reading. Throws what http_connection::fail()
/// throws.
asio::awaitable<void> send_request(http_connection& connection, transport::runtime::time_point until);
/// More of the answer. Throws the same.
asio::awaitable<void> read_more(http_connection& connection);

/// The answer, its body decoded. What is `repeatable` goes out once more when the server had closed the connection
/// while it was idle. `pool` and `settings` must live until it ends.
asio::awaitable<http_response> side_call(http_pool& pool, const settings& settings, std::string request,
                                         bool repeatable, transport::runtime::time_point until);

} // namespace corogql::detail
