/// A small GraphQL server in the shape of the MosaicML MAPI, for tests and for trying things out.
///
/// It speaks GraphQL over HTTP (POST, and GET for queries) and both websocket protocols on one port and path,
/// `/graphql`, and can be told to misbehave. Subscriptions may also come as the answer to a POST: server-sent events
/// (graphql-sse, distinct connections mode), whose ids say where `Last-Event-ID` goes on, or multipart/mixed. What it
/// serves is listed by server::schema().
#pragma once

#include <corogql/testing/faults.hpp>
#include <corogql/testing/server_record.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::testing {

class server_options {
public:
    /// 0, the default: any free port.
    server_options& port(std::uint16_t number) { return port_ = number, *this; }
    /// Address to listen on. Default: 127.0.0.1.
    server_options& address(std::string text) { return address_ = std::move(text), *this; }
    /// Listens on this unix socket in place of TCP; the file is removed at the end.
    server_options& unix_socket(std::string path) { return unix_socket_ = std::move(path), *this; }
    /// Speaks TLS with this certificate chain and key (PEM files).
    server_options& tls(std::string certificate_file, std::string key_file) {
        certificate_file_ = std::move(certificate_file);
        key_file_ = std::move(key_file);
        return *this;
    }
    /// Asks for a client certificate signed by this authority (PEM file). Needs tls().
    server_options& client_ca(std::string file) { return client_ca_ = std::move(file), *this; }
    /// The Authorization value to insist on, compared whole. Empty, the default: anyone may come.
    server_options& api_key(std::string value) { return api_key_ = std::move(value), *this; }
    /// Websocket subprotocols to speak. Default: graphql-transport-ws and graphql-ws; the client's order
    /// decides.
    server_options& subprotocols(std::vector<std::string> names) { return subprotocols_ = std::move(names), *this; }
    /// How long a websocket may wait with its connection_init before it is closed with 4408. Default: 3 s.
    server_options& init_timeout(std::chrono::milliseconds time) { return init_timeout_ = time, *this; }
    /// Sends `ping` (legacy: `ka`; in a stream over HTTP a comment, or an empty part) in this interval. Default: 0,
    /// never.
    server_options& keep_alive(std::chrono::milliseconds interval) { return keep_alive_ = interval, *this; }
    /// Largest request body and websocket message. Default: 16 MiB.
    server_options& max_size(std::size_t bytes) { return max_size_ = bytes, *this; }
    /// Largest piece of a log that is sent at once; may split a character. Default: 1024.
    server_options& log_chunk(std::size_t bytes) { return log_chunk_ = bytes, *this; }
    /// Starts with so many finished runs, `sample-1` the oldest. Default: 0.
    server_options& sample_runs(std::size_t count) { return sample_runs_ = count, *this; }
    /// Created and started runs advance by one status, or write one line of log while they run, every so
    /// often. Default: 0, they change only on command.
    server_options& pace(std::chrono::milliseconds step) { return pace_ = step, *this; }

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
    std::size_t log_chunk_ = 1024;
    std::size_t sample_runs_ = 0;
    std::chrono::milliseconds pace_{0};
};

/// Runs on a thread of its own from construction to destruction. All members may be called from any thread,
/// and take effect before they return: a connection accepted later meets the new state. The destructor cuts
/// what is still connected and joins; it must not run on the server's own thread (inside a wait_until()
/// predicate).
class server {
public:
    /// Listening when it returns. Throws corogql::error of kind config for bad options, and
    /// boost::system::system_error when it cannot listen.
    explicit server(const server_options& options = server_options());
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// 0 on a unix socket.
    std::uint16_t port() const noexcept;
    std::string url() const;           ///< http(s)://127.0.0.1:PORT/graphql
    std::string websocket_url() const; ///< ws(s)://127.0.0.1:PORT/graphql
    /// What can be asked, in the schema definition language.
    static std::string_view schema() noexcept;

    // Misbehaviour.
    void inject(const fault& order);
    void clear_faults();
    /// Cuts every live connection now.
    void drop_connections(cut how = cut::close);
    /// Closes every live websocket now, with this code.
    void close_websockets(std::uint16_t code, std::string reason = {});
    /// Sends this message on every live websocket, as it is.
    void send_text(std::string message);
    void send_binary(std::string message);
    /// Refuses new connections at the socket, and takes them again on the same port.
    void stop_listening();
    void resume_listening();

    // State.
    /// Insists on another key from now on; websockets that were let in stay.
    void api_key(std::string value);
    /// Adds a run as createRun does, in this status.
    void add_run(std::string name, std::string status = "RUNNING");
    /// False when there is no such run. Watchers see every status, in order.
    bool set_run_status(std::string_view name, std::string status, std::string reason = {});
    /// Of a run or, failing that, of an inference deployment. False when there is neither.
    bool append_log(std::string_view name, std::string_view bytes);

    // What happened.
    server_record record() const;
    /// Waits until `predicate` holds of the record; false when `timeout` passed first. The predicate runs on
    /// the caller's thread, under a lock: it must not call the server.
    bool wait_until(const std::function<bool(const server_record&)>& predicate,
                    std::chrono::milliseconds timeout = std::chrono::seconds(5)) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::testing
