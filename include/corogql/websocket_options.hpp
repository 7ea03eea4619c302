/// These are the options of the websocket that carries subscriptions.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>

namespace corogql {

namespace json = boost::json;

/// A protocol says which subprotocol to offer. The two names are easily confused: `graphql-ws` is the *legacy* protocol
/// of subscriptions-transport-ws; `graphql-transport-ws` is what the package named graphql-ws speaks.
enum class websocket_protocol {
    automatic,            ///< Both are offered, graphql-transport-ws first; the server chooses.
    prefer_graphql_ws,    ///< Both are offered, the legacy one first: for servers that let the client's order decide.
    graphql_transport_ws, ///< Only graphql-transport-ws is offered.
    graphql_ws,           ///< Only the legacy graphql-ws is offered.
};

/// Websocket options are those of one client.
class websocket_options {
public:
    /// Sets which subprotocol to offer. Default: both.
    websocket_options& protocol(websocket_protocol value) { return protocol_ = value, *this; }
    /// Sets the payload of connection_init, over what the credentials provider adds. Default: none. With a NaN or an
    /// infinity in it no connection can begin: all operations end with kind `usage`.
    websocket_options& connection_init(json::object payload) { return connection_init_ = std::move(payload), *this; }
    /// Sets how long connection_ack may take after connection_init. Default: 10 s.
    websocket_options& ack_timeout(std::chrono::nanoseconds limit) { return ack_timeout_ = limit, *this; }
    /// Sets how often a ping is sent: the protocol's own on graphql-transport-ws, a websocket ping frame on the legacy
    /// one. Zero: never. Default: 25 s.
    websocket_options& ping_interval(std::chrono::nanoseconds period) { return ping_interval_ = period, *this; }
    /// Sets how long after a ping nothing at all may arrive on a link until it counts as dead. Any byte is a sign of
    /// life, also within a message: a pong has to wait behind a large one. Default: 10 s.
    websocket_options& pong_timeout(std::chrono::nanoseconds limit) { return pong_timeout_ = limit, *this; }
    /// Sets, for the legacy protocol, the longest time without a `ka` after a first one was seen; what the server's ack
    /// says as `connectionTimeoutMs` goes before it. While a message is still coming in none is missed. Zero: not
    /// watched. Default: 60 s from the second one on, as many servers send a single one behind their ack.
    websocket_options& keep_alive_timeout(std::chrono::nanoseconds limit) { return keep_alive_timeout_ = limit, *this; }
    /// Sets how long a peer may take nothing of what we send until the link counts as dead. Zero: not watched. Default:
    /// 30 s.
    websocket_options& write_timeout(std::chrono::nanoseconds limit) { return write_timeout_ = limit, *this; }
    /// Sets how long a socket without operations is kept for the next one. Default: 3 s.
    websocket_options& idle_timeout(std::chrono::nanoseconds limit) { return idle_timeout_ = limit, *this; }
    /// Sets how long the closing handshake may take. Default: 2 s.
    websocket_options& close_timeout(std::chrono::nanoseconds limit) { return close_timeout_ = limit, *this; }
    /// Takes messages of one protocol's names under the other's, and binary messages that hold text; what is not
    /// understood is passed over and told. Default: false; they close the link, with an error that says so.
    /// client_options::lenient() is this and that of HTTP.
    websocket_options& lenient(bool yes) { return lenient_ = yes, *this; }
    /// Speaks the first offered subprotocol to a server whose 101 names none, instead of refusing it. Default: false.
    websocket_options& allow_missing_subprotocol(bool yes) { return allow_missing_subprotocol_ = yes, *this; }

    /// Returns which subprotocol to offer.
    websocket_protocol protocol() const noexcept { return protocol_; }
    /// Returns the payload of connection_init; nothing without one.
    const std::optional<json::object>& connection_init() const noexcept { return connection_init_; }
    /// Returns how long connection_ack may take.
    std::chrono::nanoseconds ack_timeout() const noexcept { return ack_timeout_; }
    /// Returns how often a ping is sent; zero for never.
    std::chrono::nanoseconds ping_interval() const noexcept { return ping_interval_; }
    /// Returns how long after a ping nothing may arrive.
    std::chrono::nanoseconds pong_timeout() const noexcept { return pong_timeout_; }
    /// Returns the longest time without a `ka`; nothing for the default.
    const std::optional<std::chrono::nanoseconds>& keep_alive_timeout() const noexcept { return keep_alive_timeout_; }
    /// Returns how long a peer may take nothing; zero when that is not watched.
    std::chrono::nanoseconds write_timeout() const noexcept { return write_timeout_; }
    /// Returns whether what the protocols forbid is taken.
    bool lenient() const noexcept { return lenient_; }
    /// Returns how long a socket without operations is kept.
    std::chrono::nanoseconds idle_timeout() const noexcept { return idle_timeout_; }
    /// Returns how long the closing handshake may take.
    std::chrono::nanoseconds close_timeout() const noexcept { return close_timeout_; }
    /// Returns whether a server may name no subprotocol.
    bool allow_missing_subprotocol() const noexcept { return allow_missing_subprotocol_; }

private:
    websocket_protocol protocol_ = websocket_protocol::automatic;
    std::optional<json::object> connection_init_;
    std::chrono::nanoseconds ack_timeout_ = std::chrono::seconds(10);
    std::chrono::nanoseconds ping_interval_ = std::chrono::seconds(25);
    std::chrono::nanoseconds pong_timeout_ = std::chrono::seconds(10);
    std::optional<std::chrono::nanoseconds> keep_alive_timeout_;
    std::chrono::nanoseconds write_timeout_ = std::chrono::seconds(30);
    std::chrono::nanoseconds idle_timeout_ = std::chrono::seconds(3);
    std::chrono::nanoseconds close_timeout_ = std::chrono::seconds(2);
    bool allow_missing_subprotocol_ = false, lenient_ = false;
};

} // namespace corogql
