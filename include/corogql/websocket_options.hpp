/// Options of the websocket that carries subscriptions.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>

namespace corogql {

namespace json = boost::json;

/// Which subprotocol to offer. The two names are easily confused: `graphql-ws` is the *legacy* protocol of
/// subscriptions-transport-ws; `graphql-transport-ws` is what the package named graphql-ws speaks.
enum class websocket_protocol {
    automatic,         ///< offer both, prefer graphql-transport-ws; the server chooses
    prefer_graphql_ws, ///< offer both, the legacy one first: for servers that let the client's order decide
    graphql_transport_ws,
    graphql_ws,
};

class websocket_options {
public:
    websocket_options& protocol(websocket_protocol value) { return protocol_ = value, *this; }
    /// Payload of connection_init, over what the credentials provider adds. Default: none. With a NaN or an infinity in
    /// it no connection can begin: all operations end with kind `usage`.
    websocket_options& connection_init(json::object payload) { return connection_init_ = std::move(payload), *this; }
    /// Time for connection_ack after connection_init. Default: 10 s.
    websocket_options& ack_timeout(std::chrono::nanoseconds limit) { return ack_timeout_ = limit, *this; }
    /// A ping is sent this often: the protocol's own on graphql-transport-ws, a websocket ping frame on the legacy
    /// one. Zero: never. Default: 25 s.
    websocket_options& ping_interval(std::chrono::nanoseconds period) { return ping_interval_ = period, *this; }
    /// A link on which nothing at all arrives for so long after a ping is dead. Any byte is a sign of life, also within
    /// a message: a pong has to wait behind a large one. Default: 10 s.
    websocket_options& pong_timeout(std::chrono::nanoseconds limit) { return pong_timeout_ = limit, *this; }
    /// Legacy protocol: the longest time without a `ka` after a first one was seen; what the server's ack says as
    /// `connectionTimeoutMs` goes before it. While a message is still coming in none is missed. Zero: not watched.
    /// Default: 60 s from the second one on, as many servers send a single one behind their ack.
    websocket_options& keep_alive_timeout(std::chrono::nanoseconds limit) { return keep_alive_timeout_ = limit, *this; }
    /// A link whose peer takes nothing of what we send for so long is dead. Zero: not watched. Default: 30 s.
    websocket_options& write_timeout(std::chrono::nanoseconds limit) { return write_timeout_ = limit, *this; }
    /// How long a socket without operations is kept for the next one. Default: 3 s.
    websocket_options& idle_timeout(std::chrono::nanoseconds limit) { return idle_timeout_ = limit, *this; }
    /// Bound of the closing handshake. Default: 2 s.
    websocket_options& close_timeout(std::chrono::nanoseconds limit) { return close_timeout_ = limit, *this; }
    /// Takes messages of one protocol's names under the other's, and binary messages that hold text; what is not
    /// understood is passed over and told. Default: false; they close the link, with an error that says so.
    /// client_options::lenient() is this and that of HTTP.
    websocket_options& lenient(bool yes) { return lenient_ = yes, *this; }
    /// Speak the first offered subprotocol to a server whose 101 names none, instead of refusing it. Default: false.
    websocket_options& allow_missing_subprotocol(bool yes) { return allow_missing_subprotocol_ = yes, *this; }

    websocket_protocol protocol() const noexcept { return protocol_; }
    const std::optional<json::object>& connection_init() const noexcept { return connection_init_; }
    std::chrono::nanoseconds ack_timeout() const noexcept { return ack_timeout_; }
    std::chrono::nanoseconds ping_interval() const noexcept { return ping_interval_; }
    std::chrono::nanoseconds pong_timeout() const noexcept { return pong_timeout_; }
    const std::optional<std::chrono::nanoseconds>& keep_alive_timeout() const noexcept { return keep_alive_timeout_; }
    std::chrono::nanoseconds write_timeout() const noexcept { return write_timeout_; }
    bool lenient() const noexcept { return lenient_; }
    std::chrono::nanoseconds idle_timeout() const noexcept { return idle_timeout_; }
    std::chrono::nanoseconds close_timeout() const noexcept { return close_timeout_; }
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
