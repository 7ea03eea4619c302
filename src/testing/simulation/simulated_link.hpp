/// A simulated_link is one connection of a simulated server: HTTP until an upgrade, a GraphQL websocket from then on.
#pragma once

#include "testing/simulation/schema_answers.hpp"
#include "testing/simulation/simulated_socket.hpp"
#include "transport/http/codec.hpp"
#include "transport/websocket/codec.hpp"

#include <corogql/testing/simulated_server.hpp>

#include <optional>

namespace corogql::testing {

/// The connections of one server share their site.
class simulated_site {
public:
    explicit simulated_site(simulated_world& in, std::string name) : world(in), host(std::move(name)) {}

    simulated_world& world;
    const std::string host;
    using link = simulated_connection;
    std::function<void(simulated_upgrade&)> on_upgrade;
    std::function<void(link, const json::object&)> on_init;
    std::function<void(link, const simulated_operation&)> on_subscribe;
    std::function<void(link, const std::string&)> on_complete;
    std::function<void(link, const json::object&)> on_ping;
    std::function<bool(link, const json::object&)> on_message;
    std::function<void(link, std::uint16_t)> on_end;
    std::function<simulated_reply(const simulated_request&)> on_request;
    std::function<void(link, const simulated_request&)> on_stream;
    std::function<void(link, const simulated_request&)> on_request_head;
    std::shared_ptr<schema_answers> schema;
    std::vector<std::string> spoken{"graphql-transport-ws", "graphql-ws"};
    std::vector<std::shared_ptr<simulated_link>> links;
    std::vector<simulated_server::message> received;
    std::size_t accepted = 0;
};

class simulated_link : public std::enable_shared_from_this<simulated_link> {
public:
    simulated_link(std::shared_ptr<simulated_site> site, std::shared_ptr<simulated_socket> socket, std::size_t number);
    void begin();

    void send_text(std::string_view message);
    void send_binary(std::string_view message);
    void send_ping(std::string_view payload);
    void send_bytes(std::string_view bytes);
    void close(std::uint16_t code, std::string_view reason);
    void drop();
    void reset();
    void silence();
    void read(bool yes);
    bool legacy() const noexcept { return subprotocol == "graphql-ws"; }
    bool open() const noexcept { return open_; }

    const std::size_t number;
    std::string subprotocol;

private:
    void on_bytes();
    void take_http();
    void take_websocket();
    void upgrade(const transport::http_request_message& request);
    void request_head();
    void answer(const transport::http_request_message& request);
    void send_reply(const simulated_reply& reply);
    /// Sends the next piece of `bytes`, and does at the end what becomes of the connection.
    void send_piece(const std::shared_ptr<const std::string>& bytes, std::size_t from, const simulated_reply& how);
    void on_text(std::string_view text);
    void dispatch(const json::object& message);
    void flush();
    void ended(std::uint16_t code);
    void note(std::string_view what, std::string_view text = {}) const;
    simulated_connection handle() { return simulated_connection(shared_from_this()); }

    std::weak_ptr<simulated_site> site_;
    simulated_world& world_;
    std::shared_ptr<simulated_socket> socket_;
    transport::http_request_parser parser_{transport::http_limits{}};
    std::optional<transport::websocket_codec> codec_;
    bool open_ = true, reading_ = true, taking_ = false;
    bool head_told_ = false; ///< Whether the head of the request under way was told.
};

} // namespace corogql::testing
