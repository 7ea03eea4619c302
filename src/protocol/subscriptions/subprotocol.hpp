/// The two GraphQL websocket subprotocols, as text in and text out.
///
/// `graphql-transport-ws` is the current one (github.com/enisdenjo/graphql-ws, PROTOCOL.md). `graphql-ws` is
/// the legacy name of subscriptions-transport-ws's protocol; the two names are easily confused.
#pragma once

#include "protocol/graphql/result_text.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

enum class subprotocol { graphql_transport_ws, graphql_ws };

std::string_view to_string(subprotocol name) noexcept;
std::optional<subprotocol> find_subprotocol(std::string_view name) noexcept;

/// A server's message. Views point into the text it was read from, or into what it has unescaped.
struct server_message {
    enum class type {
        ack,
        ping,
        pong,
        next,  ///< `next`, or `data` of the legacy protocol
        error, ///< ends one operation
        complete,
        connection_error,
        keep_alive, ///< `ka` of the legacy protocol
        unknown,
    };
    type kind = type::unknown;
    std::string_view type_name;
    std::optional<std::string_view> id;                 ///< absent as well when it is not a string
    std::string_view payload;                           ///< JSON text; empty when absent
    result_text result;                                 ///< a payload that is an object, taken apart
    std::unique_ptr<std::string> own_type_name, own_id; ///< those that were written with escapes
};

/// Reads the envelope whatever the order of its keys. Throws detail::json_syntax_error when the text is not JSON or
/// not an object. A `type` that is missing or no string gives `unknown` with an empty type_name. `lenient`: the other
/// protocol's names are understood as well.
server_message read_message(subprotocol protocol, std::string_view text, unsigned max_depth, bool lenient = false);
/// Whether a message of this type belongs to the other protocol.
bool is_foreign(subprotocol protocol, std::string_view type_name) noexcept;

/// How long the server lets pass between two `ka` at most, if the payload of its ack says so (`connectionTimeoutMs`).
std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload);

std::string connection_init(std::string_view payload);
/// `subscribe` or `start`; `payload` is the request as to_payload() makes it.
std::string start_operation(subprotocol protocol, std::uint64_t id, std::string_view payload);
/// `complete` or `stop`.
std::string stop_operation(subprotocol protocol, std::uint64_t id);
std::string ping_message();
/// The answer to a ping carries its payload back.
std::string pong_message(std::string_view payload);
/// The legacy protocol's goodbye.
std::string connection_terminate();

} // namespace corogql::protocol
