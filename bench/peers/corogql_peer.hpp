/// Our own side of the comparison, in three styles: `raw` looks at no text, `described` decodes with data_as() into a
/// struct that Boost.Describe knows, `generated` uses what `corogql generate` made.
#pragma once

#include "peer.hpp"

#include <corogql/client_options.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>

namespace corogql::bench {

/// Returns options for the server of a task; the word `strand` in its style asks for the default, the word `single`
/// for a client that has one thread.
client_options options_for(const peer_task& task);

/// Runs so many coroutines, each of which `make` begins, until all have ended.
void run_all(asio::io_context& loop, std::size_t count, const std::function<asio::awaitable<void>()>& make);

/// Takes all messages of all subscriptions, which share a websocket.
void push_peer(const peer_task& task);

/// Runs queries, `in_flight` at a time, each decoded into the generated struct.
void http_peer(const peer_task& task);

} // namespace corogql::bench
