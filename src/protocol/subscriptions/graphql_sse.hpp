/// GraphQL over server-sent events (github.com/enisdenjo/graphql-sse, PROTOCOL.md) is what events mean, and what is
/// sent beside the stream in single connection mode.
#pragma once

#include "protocol/graphql/operation.hpp"
#include "protocol/graphql/result_text.hpp"
#include "protocol/subscriptions/event_stream_parser.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// This is the Accept header of the request whose answer is the stream. Nothing may stand beside it: the reference
/// server compares whole fields.
inline constexpr std::string_view event_stream_accept = "text/event-stream";

enum class sse_mode {
    distinct, ///< There is a connection for each operation, whose answer the stream is.
    single,   ///< There is one stream for many operations, told apart by their ids.
};

/// A message is what an event says about an operation. Its views point into the event's data.
struct sse_message {
    enum class type {
        /// The server is alive, no more: a comment, an event without content or with a heartbeat's name.
        heartbeat,
        /// The event is for an operation that is not the client's.
        foreign,
        /// The event has an execution result.
        next,
        /// The operation ended.
        complete,
    };
    type kind = type::heartbeat;
    std::uint64_t id = 0; ///< The operation's id in single connection mode; otherwise 0.
    result_text result;   ///< The result of `next`, for check_result(); empty where there was no object.
};

/// Reads an event. Where it is `lenient`, events of other names are results if they look like one, as servers send them
/// that know EventSource better than the protocol. Throws corogql::error of kind `protocol` for what is not understood:
/// a name, an envelope that names no operation, data that is not UTF-8, no JSON, or no object.
sse_message read_sse_message(sse_mode mode, const server_sent_event& event, unsigned max_depth, bool lenient = false);

// Single connection mode. PUT reserves a stream (201, the token is the body); GET with the token and
// event_stream_accept opens it; POST with the token starts an operation (202; an answer with another status tells what
// is wrong, as in GraphQL over HTTP); DELETE with the token stops it. A token that is not known any more is answered
// by 404. The token may stand for a session: treat it as a secret.

inline constexpr std::string_view event_stream_token_header = "X-GraphQL-Event-Stream-Token";
/// This is the Accept header of PUT, whose answer is plain text. Nothing may stand beside it: the reference server
/// compares whole fields.
inline constexpr std::string_view reservation_accept = "text/plain";
/// This is the Accept header of POST. Nothing may stand beside it: the reference server compares whole fields.
inline constexpr std::string_view reserved_operation_accept = "application/json";

/// Reads the token out of the body of the answer to PUT. Throws kind `protocol` where it can be no header field's
/// value.
std::string read_event_stream_token(std::string_view body);
/// Returns the body of the POST: the request with `operationId` among its extensions. Throws as to_payload() does.
std::string to_reserved_payload(const payload_parts& parts, std::uint64_t id);
/// Returns the target of the DELETE, made of the target of all other requests.
std::string stop_target(std::string_view target, std::uint64_t id);

} // namespace corogql::protocol
