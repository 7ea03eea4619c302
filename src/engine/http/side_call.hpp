/// One request and its answer over the pool, without the loop of attempts that queries have.
#pragma once

#include "engine/http/pool.hpp"

namespace corogql::engine {

/// Sends the request, a long one beside the reading. Throws what http_connection::fail() throws.
asio::awaitable<void> send_request(http_connection& connection, const transport::written_request& request,
                                   transport::runtime::time_point until);
/// More of the answer. Throws the same.
asio::awaitable<void> read_more(http_connection& connection);

/// The answer, its body decoded. What is `repeatable` goes out once more when the server had closed the connection
/// while it was idle. `pool` and `settings` must live until it ends.
asio::awaitable<detail::http_response> side_call(http_pool& pool, const settings& settings,
                                                 transport::written_request request, bool repeatable,
                                                 transport::runtime::time_point until);

} // namespace corogql::engine
