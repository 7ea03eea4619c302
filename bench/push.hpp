/// The push comparison has one subscription, and takes each event's data as a json::value.
#pragma once

#include "measure.hpp"
#include "push_server.hpp"

#include <corogql/subscription_transport.hpp>

namespace corogql::bench {

/// Does what everybody writes: a coroutine around Beast's async_read, and json::parse for each message.
cost naive_push(const push_server& server);

/// Does `while (auto event = co_await events.next()) event->data()`.
cost corogql_push(const push_server& server, bool single_threaded,
                  subscription_transport over = subscription_transport::websocket);

} // namespace corogql::bench
