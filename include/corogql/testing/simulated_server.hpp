/// A GraphQL server in a simulation that does what the test says: the server's side as a script.
///
/// Left alone it accepts every websocket, acknowledges, answers pings, and never completes a subscription; every HTTP
/// request gets an error. Each of these can be replaced. Callbacks run between the engine's steps, on the simulation's
/// one thread; they may use the connection at once or keep it for later.
#pragma once

#include <corogql/headers.hpp>
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

/// A handle to one connection; copies mean the same one. What is sent on a connection that is closed, or on a handle
/// to none, is dropped.
class simulated_connection {
public:
    simulated_connection() = default;
    explicit simulated_connection(std::shared_ptr<simulated_link> link) : link_(std::move(link)) {}

    /// Connections of a server are counted from 1.
    std::size_t number() const noexcept;
    /// Neither end has closed it.
    bool open() const noexcept;
    /// "graphql-transport-ws", "graphql-ws", or empty before the upgrade.
    const std::string& subprotocol() const noexcept;

    void ack();
    void ack(const json::object& payload);
    /// An event whose result is {"data": …}: `next`, or `data` on the legacy protocol.
    void next(std::string_view id, std::string_view data);
    /// The same with a whole result, such as {"data":null,"errors":[…]}.
    void next_result(std::string_view id, std::string_view result);
    void error(std::string_view id, std::string_view payload);
    void complete(std::string_view id);
    /// Any message, as it is.
    void send_text(std::string_view message);
    void send_binary(std::string_view message);
    void send_ping(std::string_view payload = {}); ///< a websocket ping frame
    /// Any bytes, outside of all framing.
    void send_bytes(std::string_view bytes);

    /// The head of an answer that does not end, such as text/event-stream; its body comes in chunks.
    void begin_stream(std::string_view content_type);
    void send_chunk(std::string_view bytes);
    void end_stream(); ///< the last chunk

    /// The closing handshake; 1005: without a code.
    void close(std::uint16_t code, std::string_view reason = {});
    void drop();  ///< a FIN, without a close frame
    void reset(); ///< an RST
    /// Half-open: nothing arrives any more in either direction, and nobody is told. The server keeps it for open.
    void silence();
    void stop_reading(); ///< its receive window fills up
    void read_again();

private:
    std::shared_ptr<simulated_link> link_;
};

struct simulated_upgrade {
    std::string target;
    corogql::headers headers;
    std::vector<std::string> offered; ///< subprotocols

    // The answer.
    unsigned status = 101;
    std::string chosen;              ///< subprotocol; set to the first one that both speak, empty: none is named
    corogql::headers answer_headers; ///< further ones
    std::string body;                ///< of a refusal
    std::string raw;                 ///< when not empty: these bytes in place of the answer
    bool ignore = false;             ///< no answer at all
};

struct simulated_operation {
    std::string id;
    std::string document;
    json::object variables;
    json::object payload; ///< all of it
};

struct simulated_request {
    std::string method, target;
    corogql::headers headers;
    std::string body;
};

/// What becomes of a connection behind an answer.
enum class simulated_ending {
    stay,
    drop,  ///< a FIN
    reset, ///< an RST
};

/// An answer made of its parts, or of any bytes; whole, or cut; at once, late, or in pieces:
///
///     simulated_reply reply;
///     reply.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n";
///     reply.piece = 1;
///     reply.pause = 1s;
///     reply.then = simulated_ending::reset;
struct simulated_reply {
    unsigned status = 200;
    std::string body;
    std::string content_type = "application/graphql-response+json"; ///< empty: the field is left out
    corogql::headers headers;
    std::string raw; ///< when not empty: these bytes, status line and all, in place of the above

    std::chrono::nanoseconds delay{0};
    std::size_t piece = 0;                                ///< bytes that are sent at a time; 0: all of them
    std::chrono::nanoseconds pause{0};                    ///< between two pieces
    std::size_t cut_after = static_cast<std::size_t>(-1); ///< of the answer's bytes only so many are sent
    simulated_ending then = simulated_ending::stay;       ///< behind the last byte
    bool drop = false;                                    ///< the connection, in place of an answer
};

class simulated_server {
public:
    /// Listens at once, on ports 80 and 443, so that code under test keeps its https URL.
    explicit simulated_server(simulation& world, std::string host = "server");
    /// Its connections stay, and nobody answers on them any more.
    ~simulated_server();
    simulated_server(const simulated_server&) = delete;
    simulated_server& operator=(const simulated_server&) = delete;

    std::string url() const; ///< http://HOST/graphql

    void on_upgrade(std::function<void(simulated_upgrade&)> decide);
    /// connection_init, with its payload. Default: ack().
    void on_init(std::function<void(simulated_connection, const json::object& payload)> act);
    void on_subscribe(std::function<void(simulated_connection, const simulated_operation&)> act);
    /// The client's `complete` or `stop`. Default: nothing; the legacy protocol's server sends complete().
    void on_complete(std::function<void(simulated_connection, const std::string& id)> act);
    /// A `ping` message; the default answers with its payload.
    void on_ping(std::function<void(simulated_connection, const json::object& message)> act);
    /// Every message, before any of the above; true: it is dealt with.
    void on_message(std::function<bool(simulated_connection, const json::object& message)> see);
    /// The connection has ended, whoever ended it; the close code of the client's close frame, or 0.
    void on_end(std::function<void(simulated_connection, std::uint16_t code)> act);
    void on_request(std::function<simulated_reply(const simulated_request&)> answer);
    /// A subscription over HTTP: a request that accepts text/event-stream or multipart/mixed. It is answered by what is
    /// sent on the connection. Default: as any other request.
    void on_stream(std::function<void(simulated_connection, const simulated_request&)> act);
    /// A request's header fields have come, and its body has not come whole: for who answers early, with
    /// send_bytes(), or reads no further. Default: nothing.
    void on_request_head(std::function<void(simulated_connection, const simulated_request&)> act);
    /// Subprotocols spoken. Default: both.
    void speak(std::vector<std::string> subprotocols);

    /// Refuses new connections, and takes them again.
    void stop_listening();
    void listen();

    /// Those that are open, in the order they came.
    std::vector<simulated_connection> connections() const;
    std::size_t accepted() const noexcept; ///< connections so far
    struct message {
        std::size_t connection;
        std::chrono::nanoseconds at;
        std::string text;
    };
    /// Websocket messages that arrived, in order.
    const std::vector<message>& received() const noexcept;
    /// How many of them have this type.
    std::size_t count(std::string_view type) const;

private:
    std::shared_ptr<simulated_site> site_;
};

} // namespace corogql::testing
