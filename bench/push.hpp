/// The push comparison: one subscription over a websocket, each event's data as a json::value.
#pragma once

#include "measure.hpp"
#include "push_server.hpp"

namespace corogql::bench {

/// What everybody writes: a coroutine around Beast's async_read, and json::parse for each message.
cost naive_push(const push_server& server);

/// `while (auto event = co_await events.next()) event->data()`.
cost corogql_push(const push_server& server, bool single_threaded);

} // namespace corogql::bench
