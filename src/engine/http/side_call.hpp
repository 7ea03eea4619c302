/// A side call is one request and its answer over the pool, without the loop of attempts that queries have.
#pragma once

#include "engine/http/pool.hpp"

namespace corogql::engine {

/// Sends the request, a long one beside the reading. Throws what http_connection::fail() throws.
asio::awaitable<void> send_request(http_connection& connection, const transport::written_request& request,
                                   transport::runtime::time_point until);
/// Reads more of the answer. Throws what http_connection::fail() throws.
asio::awaitable<void> read_more(http_connection& connection);

/// Sends a request and returns the answer with its body decoded. A `repeatable` request goes out once more when the
/// server had closed the connection while it was idle. `pool` and `settings` must live until the call ends.
asio::awaitable<detail::http_response> side_call(http_pool& pool, const settings& settings,
                                                 transport::written_request request, bool repeatable,
                                                 transport::runtime::time_point until);

} // namespace corogql::engine
