/// Events in a client's life, for metrics and tracing.
#pragma once

#include <corogql/error.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace corogql {

struct lifecycle_event {
    enum class type {
        connecting,   ///< a websocket, or the connection of a stream over HTTP, is dialled
        acknowledged, ///< it serves: `payload` is that of connection_ack, as JSON text, or empty
        disconnected, ///< it has ended, or could not be had: `reason`
        waiting,      ///< before the next attempt: `wait`
        refreshed,    ///< the credentials provider gave fresh credentials
        renewing,     ///< credentials are about to expire: another websocket takes over
        ignored,      ///< a message that means nothing to us: `payload` names its type
        /// A message, part, event or frame from the server that was not understood: `reason` says why, `payload` is the
        /// first 200 bytes of it, as they came. What becomes of the link is told by itself.
        not_understood,
    };
    type what;
    const error* reason = nullptr;
    std::string_view payload; ///< the server's own words: untrusted
    unsigned attempt = 0;     ///< attempts to connect in a row, without an event
    std::chrono::nanoseconds wait{0};
};

/// Runs on the client's executor; must not block. What the event refers to is valid during the call. What it throws
/// ends the operations on the link, or that wait for it, with kind `callback`.
using lifecycle_function = std::function<void(const lifecycle_event&)>;

/// The W3C trace context of an operation.
struct trace_context {
    std::string traceparent; ///< "00-…-…-01"; empty: none
    std::string tracestate;
};

/// Asked once for each operation, on the client's executor; must not block. What it throws ends the operation (kind
/// `callback`).
using trace_function = std::function<trace_context()>;

} // namespace corogql
