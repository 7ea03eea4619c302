/// What one of the subprotocols of GraphQL websockets says, and how it is understood. Another one is another object, in
/// a file of its own; subprotocol_offer.cpp says when it is offered.
#pragma once

#include "protocol/subscriptions/websocket_message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct websocket_dialect {
    std::string_view name; ///< as Sec-WebSocket-Protocol has it

    /// The client's first message; `payload` is JSON text, and none where it is empty.
    std::string (*init)(std::string_view payload);
    /// `payload` is the request as to_payload() makes it.
    std::string (*start)(std::uint64_t id, std::string_view payload);
    std::string (*stop)(std::uint64_t id);
    std::string_view ping;    ///< empty: it has none, and a ping frame of the websocket stands in its place
    std::string_view goodbye; ///< said before the close frame; empty: nothing is

    /// What a server's message with this name is.
    server_message::type (*type_of)(std::string_view name) noexcept;
    /// A message of unknown type is passed over. Otherwise it breaks the protocol.
    bool passes_over_unknown;
    /// connection_error means one bad message where it comes behind the ack. Otherwise it always refuses the
    /// connection.
    bool goes_on_after_connection_error;
};

/// The current one (github.com/enisdenjo/graphql-ws, PROTOCOL.md).
extern const websocket_dialect graphql_transport_ws;
/// The legacy one, of subscriptions-transport-ws. The two names are easily confused.
extern const websocket_dialect graphql_ws;

/// A server's message as the dialect understands it; `lenient`: names of the others are understood as well. Throws what
/// read_envelope() throws.
server_message read_message(const websocket_dialect& dialect, std::string_view text, unsigned max_depth,
                            bool lenient = false);
/// The dialect whose execution results come under this name; null: none's do.
const websocket_dialect* whose_results(std::string_view type_name) noexcept;

} // namespace corogql::protocol
