/// A simulated server is a GraphQL server in a simulation that does what the test says: the server's side as a script.
///
/// Left alone it accepts every websocket, acknowledges, answers pings, and never completes a subscription; every HTTP
/// request gets an error. Each of these can be replaced. Callbacks run between the engine's steps, on the simulation's
/// one thread; they may use the connection at once or keep it for later.
#pragma once

#include <corogql/headers.hpp>
#include <corogql/testing/served_schema.hpp>
#include <corogql/testing/simulation.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::testing {

namespace json = boost::json;

class simulated_link;
class simulated_site;

/// A simulated connection is a handle to one connection; copies mean the same one. What is sent on a connection that is
/// closed, or on a handle to none, is dropped.
class simulated_connection {
public:
    /// Makes a handle to no connection.
    simulated_connection() = default;
    /// Makes a handle to what the simulation calls a link; tests get theirs from callbacks.
    explicit simulated_connection(std::shared_ptr<simulated_link> link) : link_(std::move(link)) {}

    /// Returns the connection's number; those of a server are counted from 1.
    std::size_t number() const noexcept;
    /// Returns whether neither end has closed it.
    bool open() const noexcept;
    /// Returns "graphql-transport-ws", "graphql-ws", or an empty text before the upgrade.
    const std::string& subprotocol() const noexcept;

    /// Acknowledges connection_init.
    void ack();
    /// Acknowledges connection_init with a payload.
    void ack(const json::object& payload);
    /// Sends an event whose result is `{"data": …}`: as `next`, or as `data` on the legacy protocol.
    void next(std::string_view id, std::string_view data);
    /// Sends an event with a whole result, such as `{"data":null,"errors":[…]}`.
    void next_result(std::string_view id, std::string_view result);
    /// Sends an `error` message with this payload for an operation.
    void error(std::string_view id, std::string_view payload);
    /// Sends a `complete` message for an operation.
    void complete(std::string_view id);
    /// Sends any message, as it is.
    void send_text(std::string_view message);
    /// Sends any binary message, as it is.
    void send_binary(std::string_view message);
    void send_ping(std::string_view payload = {}); ///< Sends a websocket ping frame.
    /// Sends any bytes, outside of all framing.
    void send_bytes(std::string_view bytes);

    /// Sends the head of an answer that does not end, such as text/event-stream; its body comes in chunks.
    void begin_stream(std::string_view content_type);
    /// Sends a chunk of an answer that begin_stream() began.
    void send_chunk(std::string_view bytes);
    void end_stream(); ///< Sends the last chunk.

    /// Does the closing handshake with this code; 1005 means without a code.
    void close(std::uint16_t code, std::string_view reason = {});
    void drop();  ///< Ends the connection with a FIN, without a close frame.
    void reset(); ///< Ends the connection with an RST.
    /// Makes the link half-open: nothing arrives any more in either direction, and nobody is told. The server keeps it
    /// for open.
    void silence();
    void stop_reading(); ///< Reads no further, so that its receive window fills up.
    /// Reads again after stop_reading().
    void read_again();

private:
    std::shared_ptr<simulated_link> link_;
};

/// An upgrade is a request for a websocket, and the answer that is given to it.
struct simulated_upgrade {
    /// Holds the path with its query.
    std::string target;
    /// Holds the header fields of the request.
    corogql::headers headers;
    std::vector<std::string> offered; ///< Holds the subprotocols that the client offers.

    // The answer.
    unsigned status = 101; ///< Says the status of the answer.
    /// Names the subprotocol that is answered; it is set to the first one that both speak. Empty: none is named.
    std::string chosen;
    corogql::headers answer_headers; ///< Holds further header fields of the answer.
    std::string body;                ///< Holds the body of a refusal.
    std::string raw;                 ///< Holds, when it is not empty, bytes in place of the answer.
    bool ignore = false;             ///< Says that there is no answer at all.
};

/// An operation is what a client asks, on a websocket or over HTTP.
struct simulated_operation {
    std::string id;         ///< Holds the id by which its messages go; empty over HTTP.
    std::string document;   ///< Holds the document.
    json::object variables; ///< Holds the variables; empty without any.
    json::object payload;   ///< Holds all of the message's payload, or of the request's JSON or query string.
    std::string name;       ///< Holds the operationName; empty without one.
};

/// A request is what a client has sent over HTTP.
struct simulated_request {
    std::string method;       ///< Holds the method, as in "POST".
    std::string target;       ///< Holds the path with its query.
    corogql::headers headers; ///< Holds the header fields in their order.
    std::string body;         ///< Holds the body.
    /// Holds the operation that the body, an upload's form or the query string says; its document is empty where there
    /// is none.
    simulated_operation operation;
};

/// An ending says what becomes of a connection behind an answer.
enum class simulated_ending {
    stay,  ///< The connection stays.
    drop,  ///< The connection ends with a FIN.
    reset, ///< The connection ends with an RST.
};

/// A reply is an answer made of its parts, or of any bytes; whole, or cut; at once, late, or in pieces:
///
///     simulated_reply reply;
///     reply.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n";
///     reply.piece = 1;
///     reply.pause = 1s;
///     reply.then = simulated_ending::reset;
struct simulated_reply {
    unsigned status = 200; ///< Says the status of the answer.
    std::string body;      ///< Holds the body of the answer.
    /// Says the Content-Type of the answer; empty: the field is left out.
    std::string content_type = "application/graphql-response+json";
    corogql::headers headers; ///< Holds further header fields of the answer.
    std::string raw;          ///< Holds, when it is not empty, bytes in place of all the above, status line included.

    std::chrono::nanoseconds delay{0};                    ///< Says how long the answer waits before it begins.
    std::size_t piece = 0;                                ///< Says how many bytes are sent at a time; 0: all of them.
    std::chrono::nanoseconds pause{0};                    ///< Says how long it is between two pieces.
    std::size_t cut_after = static_cast<std::size_t>(-1); ///< Says how many of the answer's bytes are sent.
    simulated_ending then = simulated_ending::stay;       ///< Says what becomes of the connection behind the last byte.
    bool drop = false; ///< Says that the connection is dropped in place of an answer.
};

/// A simulated server has a host name in a simulation and does what its callbacks say; the header tells what it does
/// without.
class simulated_server {
public:
    /// Listens at once, on ports 80 and 443, so that code under test keeps its https URL.
    explicit simulated_server(simulation& world, std::string host = "server");
    /// Stops listening. The server's connections stay, and nobody answers on them any more.
    ~simulated_server();
    simulated_server(const simulated_server&) = delete;
    simulated_server& operator=(const simulated_server&) = delete;

    std::string url() const; ///< Returns http://HOST/graphql.

    /// Sets who decides about a request for a websocket, by changing the answer in it. Default: it is accepted.
    void on_upgrade(std::function<void(simulated_upgrade&)> decide);
    /// Sets what is done when connection_init comes, with its payload. Default: ack().
    void on_init(std::function<void(simulated_connection, const json::object& payload)> act);
    /// Sets what is done when an operation is begun on a websocket. Default: nothing.
    void on_subscribe(std::function<void(simulated_connection, const simulated_operation&)> act);
    /// Sets what is done when the client's `complete` or `stop` comes. Default: nothing; the legacy protocol's server
    /// sends complete().
    void on_complete(std::function<void(simulated_connection, const std::string& id)> act);
    /// Sets what is done when a `ping` message comes. Default: it is answered with its payload.
    void on_ping(std::function<void(simulated_connection, const json::object& message)> act);
    /// Sets who sees every message before any of the above; true means that it is dealt with.
    void on_message(std::function<bool(simulated_connection, const json::object& message)> see);
    /// Sets what is done when a connection has ended, whoever ended it, with the close code of the client's close
    /// frame, or 0.
    void on_end(std::function<void(simulated_connection, std::uint16_t code)> act);
    /// Sets who answers HTTP requests. Default: status 500 and a GraphQL error.
    void on_request(std::function<simulated_reply(const simulated_request&)> answer);
    /// Sets what is done when a subscription over HTTP comes: a request that accepts text/event-stream or
    /// multipart/mixed. It is answered by what is sent on the connection. Default: as any other request.
    void on_stream(std::function<void(simulated_connection, const simulated_request&)> act);
    /// Sets what is done when a request's header fields have come, and its body has not come whole: for who answers
    /// early, with send_bytes(), or reads no further. Default: nothing.
    void on_request_head(std::function<void(simulated_connection, const simulated_request&)> act);
    /// Answers by this schema whatever operation has no callback of the test's: over HTTP where on_request() is not
    /// set, and on websockets where on_subscribe() is not.
    void serve(served_schema schema);
    /// Sets the subprotocols spoken. Default: both.
    void speak(std::vector<std::string> subprotocols);

    /// Refuses new connections.
    void stop_listening();
    /// Takes new connections again.
    void listen();

    /// Returns the connections that are open, in the order they came.
    std::vector<simulated_connection> connections() const;
    std::size_t accepted() const noexcept; ///< Returns how many connections there were so far.
    /// A message is one that has arrived on a websocket.
    struct message {
        std::size_t connection;      ///< Holds the number of its connection.
        std::chrono::nanoseconds at; ///< Holds the virtual time at which it arrived.
        std::string text;            ///< Holds the message.
    };
    /// Returns the websocket messages that arrived, in order.
    const std::vector<message>& received() const noexcept;
    /// Returns how many of the messages that arrived have this type.
    std::size_t count(std::string_view type) const;

private:
    std::shared_ptr<simulated_site> site_;
};

} // namespace corogql::testing
