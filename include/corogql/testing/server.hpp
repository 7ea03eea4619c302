/// The built-in server is a small GraphQL server of any schema, for tests and for trying things out.
///
/// It speaks GraphQL over HTTP (POST, and GET for queries) and both websocket protocols on one port and path,
/// `/graphql`, and can be told to misbehave. Subscriptions may also come as the answer to a POST: server-sent events
/// (graphql-sse, distinct connections mode), whose ids say where `Last-Event-ID` goes on, or multipart/mixed.
#pragma once

#include <corogql/testing/faults.hpp>
#include <corogql/testing/served_schema.hpp>
#include <corogql/testing/server_record.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What tests of programs need is in this namespace: a server that misbehaves on order, and a simulated world.
namespace corogql::testing {

/// Server options say where a built-in server listens and how it behaves.
class server_options {
public:
    /// Sets the port. Default: 0, any free port.
    server_options& port(std::uint16_t number) { return port_ = number, *this; }
    /// Sets the address to listen on. Default: 127.0.0.1.
    server_options& address(std::string text) { return address_ = std::move(text), *this; }
    /// Listens on this unix socket in place of TCP; the file is removed at the end. Default: TCP.
    server_options& unix_socket(std::string path) { return unix_socket_ = std::move(path), *this; }
    /// Speaks TLS with this certificate chain and key (PEM files). Default: no TLS.
    server_options& tls(std::string certificate_file, std::string key_file) {
        certificate_file_ = std::move(certificate_file);
        key_file_ = std::move(key_file);
        return *this;
    }
    /// Asks for a client certificate signed by this authority (PEM file); it needs tls(). Default: none is asked for.
    server_options& client_ca(std::string file) { return client_ca_ = std::move(file), *this; }
    /// Sets the Authorization value to insist on, compared whole. Empty, the default: anyone may come.
    server_options& api_key(std::string value) { return api_key_ = std::move(value), *this; }
    /// Sets the websocket subprotocols to speak. Default: graphql-transport-ws and graphql-ws; the client's order
    /// decides.
    server_options& subprotocols(std::vector<std::string> names) { return subprotocols_ = std::move(names), *this; }
    /// Sets how long a websocket may wait with its connection_init before it is closed with 4408. Default: 3 s.
    server_options& init_timeout(std::chrono::milliseconds time) { return init_timeout_ = time, *this; }
    /// Sends `ping` (legacy: `ka`; in a stream over HTTP a comment, or an empty part) in this interval. Default: 0,
    /// never.
    server_options& keep_alive(std::chrono::milliseconds interval) { return keep_alive_ = interval, *this; }
    /// Sets the largest request body and websocket message, in bytes. Default: 16 MiB.
    server_options& max_size(std::size_t bytes) { return max_size_ = bytes, *this; }
    /// Serves this schema with its resolvers. Default: a plain one for trying clients, with a greeting, an echo, a
    /// count and ten books; server::schema() shows it.
    server_options& schema(served_schema serving) { return schema_ = std::move(serving), *this; }
    /// Serves this schema (in the schema definition language) without resolvers: its fields are null.
    server_options& schema(std::string sdl) { return schema(served_schema(std::move(sdl))); }
    /// Serves this schema (in the schema definition language) with values made up of a seed: see
    /// served_schema::mock().
    server_options& mock(std::string sdl, std::uint64_t seed = 1) {
        return schema(served_schema(std::move(sdl)).mock(seed));
    }
    /// Calls a function on the server's thread in this interval, for what changes by itself. Default: none is called.
    server_options& every(std::chrono::milliseconds interval, std::function<void()> act) {
        return chores_.emplace_back(interval, std::move(act)), *this;
    }

private:
    friend class server;
    std::uint16_t port_ = 0;
    std::string address_ = "127.0.0.1";
    std::string unix_socket_;
    std::string certificate_file_, key_file_, client_ca_;
    std::string api_key_;
    std::vector<std::string> subprotocols_{"graphql-transport-ws", "graphql-ws"};
    std::chrono::milliseconds init_timeout_{3000};
    std::chrono::milliseconds keep_alive_{0};
    std::size_t max_size_ = 16 * 1024 * 1024;
    std::optional<served_schema> schema_;
    std::vector<std::pair<std::chrono::milliseconds, std::function<void()>>> chores_;
};

/// A server runs on a thread of its own from construction to destruction. All members may be called from any thread,
/// and take effect before they return: a connection accepted later meets the new state. The destructor cuts what is
/// still connected and joins; it must not run on the server's own thread (inside a wait_until() predicate).
class server {
public:
    /// Makes a server that listens when this returns. Throws corogql::error of kind `config` for bad options, and
    /// boost::system::system_error when it cannot listen.
    explicit server(const server_options& options = server_options());
    /// Cuts what is still connected and joins the server's thread.
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Returns the port; 0 on a unix socket.
    std::uint16_t port() const noexcept;
    std::string url() const;           ///< Returns http(s)://127.0.0.1:PORT/graphql.
    std::string websocket_url() const; ///< Returns ws(s)://127.0.0.1:PORT/graphql.
    /// Returns what can be asked, in the schema definition language.
    const std::string& schema() const noexcept;

    // Misbehaviour.
    /// Adds an order to misbehave.
    void inject(const fault& order);
    /// Takes back all orders, standing ones included.
    void clear_faults();
    /// Cuts every live connection now.
    void drop_connections(cut how = cut::close);
    /// Closes every live websocket now, with this code.
    void close_websockets(std::uint16_t code, std::string reason = {});
    /// Sends this message on every live websocket, as it is.
    void send_text(std::string message);
    /// Sends this binary message on every live websocket, as it is.
    void send_binary(std::string message);
    /// Refuses new connections at the socket.
    void stop_listening();
    /// Takes new connections again, on the same port.
    void resume_listening();

    // State.
    /// Calls a function on the server's thread, where resolvers run, and waits for it: what they share with a test is
    /// safe there. Throws what the function throws.
    void run(std::function<void()> function);
    /// Insists on another key from now on; websockets that were let in stay.
    void api_key(std::string value);

    // What happened.
    /// Returns what the server has seen so far.
    server_record record() const;
    /// Waits until `predicate` holds of the record; returns false when `timeout` passed first. The predicate runs on
    /// the caller's thread, under a lock: it must not call the server.
    bool wait_until(const std::function<bool(const server_record&)>& predicate,
                    std::chrono::milliseconds timeout = std::chrono::seconds(5)) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::testing
