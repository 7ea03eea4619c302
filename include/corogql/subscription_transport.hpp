/// A transport carries subscriptions.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

namespace corogql {

/// A transport says what carries a subscription.
enum class subscription_transport {
    /// The protocol graphql-transport-ws or graphql-ws is spoken, on one socket for all of a client's operations.
    websocket,
    /// Server-sent events come (graphql-sse, distinct connections mode): there is an HTTP POST for each stream. Where
    /// the server gives its events ids, a reconnect goes on behind the last one (Last-Event-ID), and it waits as long
    /// as the server's `retry:` says.
    sse,
    /// Server-sent events come on one stream for all of a client's operations (graphql-sse, single connection mode).
    /// PUT reserves it, GET opens it; a POST starts an operation and a DELETE stops it, over the connections that
    /// queries use. The server must speak that protocol: most that send event streams know only the distinct
    /// connections mode. Operations are told apart as on a websocket, and start anew after a reconnect, whatever ids
    /// the events had.
    sse_single,
    /// Parts of a multipart/mixed answer come, as Apollo's servers and routers send them: there is an HTTP POST for
    /// each stream.
    multipart,
};

} // namespace corogql
