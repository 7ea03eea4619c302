/// Events in a client's life are told for metrics and tracing.
#pragma once

#include <corogql/error.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace corogql {

/// An event says what has happened to a connection of a client.
struct lifecycle_event {
    /// A type says which event it is.
    enum class type {
        connecting,   ///< A websocket, or the connection of a stream over HTTP, is dialled.
        acknowledged, ///< The link serves: `payload` is that of connection_ack, as JSON text, or empty.
        disconnected, ///< The link has ended, or could not be had: `reason` says why.
        waiting,      ///< The next attempt is waited for: `wait` says how long.
        refreshed,    ///< The credentials provider gave fresh credentials.
        renewing,     ///< Credentials are about to expire: another link takes over.
        ignored,      ///< A message means nothing to us: `payload` names its type.
        /// A message, part, event or frame from the server was not understood: `reason` says why, `payload` is the
        /// first 200 bytes of it, as they came. What becomes of the link is told by itself.
        not_understood,
    };
    type what;                        ///< Says which event it is.
    const error* reason = nullptr;    ///< Says why; null where there is nothing to say.
    std::string_view payload = {};         ///< Holds the server's own words, which are untrusted.
    unsigned attempt = 0;             ///< Counts the attempts to connect in a row, without an event.
    std::chrono::nanoseconds wait{0}; ///< Says how long the next attempt is waited for.
};

/// A lifecycle function is called for each event. It runs on the client's executor and must not block. What the event
/// refers to is valid during the call. What it throws ends the operations on the link, or that wait for it, with kind
/// `callback`.
using lifecycle_function = std::function<void(const lifecycle_event&)>;

/// A trace context is that of the W3C, of one operation.
struct trace_context {
    std::string traceparent; ///< Holds "00-…-…-01"; empty: none.
    std::string tracestate;  ///< Holds what goes with it for those on the way; empty: nothing.
};

/// A trace function is asked once for each operation, on the client's executor; it must not block. What it throws ends
/// the operation (kind `callback`).
using trace_function = std::function<trace_context()>;

} // namespace corogql
