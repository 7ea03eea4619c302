/// A dialect is what one of the subprotocols of GraphQL websockets says, and how it is understood. Another dialect is
/// another object, in a file of its own; subprotocol_offer.cpp says when it is offered.
#pragma once

#include "protocol/subscriptions/websocket_message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct websocket_dialect {
    std::string_view name; ///< The name as Sec-WebSocket-Protocol has it.

    /// Makes the client's first message; `payload` is JSON text, and there is none where it is empty.
    std::string (*init)(std::string_view payload);
    /// Makes the message that starts an operation; `payload` is the request as to_payload() makes it.
    std::string (*start)(std::uint64_t id, std::string_view payload);
    /// Makes the message that stops an operation.
    std::string (*stop)(std::uint64_t id);
    /// The ping message; empty where the dialect has none, and a ping frame of the websocket stands in its place.
    std::string_view ping;
    /// The message that is said before the close frame; empty where nothing is.
    std::string_view goodbye;

    /// Returns what a server's message with this name is.
    server_message::type (*type_of)(std::string_view name) noexcept;
    /// Whether a message of unknown type is passed over. Otherwise it breaks the protocol.
    bool passes_over_unknown;
    /// Whether connection_error means one bad message where it comes behind the ack. Otherwise it always refuses the
    /// connection.
    bool goes_on_after_connection_error;
    /// Whether servers close the connection over an operation without a `query`, though an identifier stands for it.
    bool needs_query;
};

/// This is the current dialect (github.com/enisdenjo/graphql-ws, PROTOCOL.md).
extern const websocket_dialect graphql_transport_ws;
/// This is the legacy dialect, of subscriptions-transport-ws. The names of the two dialects are easily confused.
extern const websocket_dialect graphql_ws;

/// Reads a server's message as the dialect understands it; where it is `lenient`, names of the other dialects are
/// understood as well. Throws what read_envelope() throws.
void read_message(server_message& into, const websocket_dialect& dialect, std::string_view text, unsigned max_depth,
                  bool lenient = false);
/// Returns the dialect whose execution results come under this name; null where no dialect's do.
const websocket_dialect* whose_results(std::string_view type_name) noexcept;

} // namespace corogql::protocol
