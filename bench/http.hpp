/// The HTTP comparison sends queries one after the other on one connection, and takes each answer's data as a
/// json::value.
#pragma once

#include "http_server.hpp"
#include "measure.hpp"

#include <corogql/client_options.hpp>

namespace corogql::bench {

/// Does what everybody writes: Beast's async_write and async_read with fresh messages, and json::parse.
cost naive_http(const http_server& server, std::size_t requests);

/// Does what one writes by hand for this one server: reused buffers, JSON into an arena, and no check of anything.
/// `in_flight` coroutines run at a time, each with a connection.
cost hand_http(const http_server& server, std::size_t requests, std::size_t in_flight = 1);

/// Does `co_await api.execute(…)`, then `data()`. `in_flight` coroutines run at a time, each with a connection.
cost corogql_http(const http_server& server, std::size_t requests, bool single_threaded, std::size_t in_flight = 1);

/// Runs queries by a client with whatever options, `in_flight` coroutines at a time.
cost run_queries(client_options options, std::size_t requests, std::size_t in_flight = 1);

/// Whether there is the load generator wrk, which runs with one thread for two seconds: it reads no JSON and gives
/// requests per second alone.
bool has_wrk();
cost wrk_http(const http_server& server, std::size_t connections);

} // namespace corogql::bench
