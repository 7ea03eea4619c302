/// A websocket_session speaks both GraphQL websocket protocols, server side, on one connection: one coroutine reads,
/// one writes, and the writer asks the live operations for more whenever it has sent what there was.
#pragma once

#include "testing/server/connection.hpp"
#include "testing/server/live_source.hpp"

#include "transport/websocket/codec.hpp"

namespace corogql::testing {

class websocket_session : public std::enable_shared_from_this<websocket_session> {
public:
    websocket_session(std::shared_ptr<connection> link, const std::string& subprotocol, std::string authorization);
    ~websocket_session();
    websocket_session(const websocket_session&) = delete;
    websocket_session& operator=(const websocket_session&) = delete;

    void close(std::uint16_t code, const std::string& reason);
    void send(std::string_view message, bool binary);

private:
    friend asio::awaitable<void> read_websocket(std::shared_ptr<websocket_session> self);
    friend asio::awaitable<void> serve_websocket(std::shared_ptr<websocket_session> self, std::string early);

    using step = std::function<void()>;

    /// An operation that has not been completed. An operation without a source is not to answer (yet).
    struct live_operation {
        live_operation() = default;

        prepared_operation prepared;
        std::vector<std::string> fields;
        std::unique_ptr<live_source> source;
        std::unique_ptr<live_count> count;
    };

    // websocket_session.cpp: the link.
    void begin();
    bool take_events();
    void on_ping(std::string_view payload);
    void pump();
    void stop();
    void later(std::chrono::milliseconds delay, step next);
    /// Does what is ordered and, where that leaves room for it, the normal next step.
    void obey(const std::optional<fault_order>& order, const std::string& id, const step& proceed);
    void act(const fault_order& order, const std::string& id, const step& proceed);
    void keep_alive();
    bool over() const { return stopped_ || leaving_ || codec_.closing(); }

    // websocket_messages.cpp: the two protocols.
    void on_message(std::string_view text);
    void on_modern(std::string_view type, const json::object& message);
    void on_legacy(std::string_view type, const json::object& message);
    void on_init(const json::object& message);
    void refuse_init(bool anonymous);
    void acknowledge(const std::optional<json::object>& payload);
    void on_operation(const std::string& id, const json::object& message);
    void start(const std::string& id, const graphql_request& request);
    void send_message(std::string_view type, const std::string& id, json::value payload);
    void send_event(const std::string& id, json::object result);
    void send_errors(const std::string& id, const std::vector<graphql_error>& errors);
    void complete(const std::string& id);

    std::shared_ptr<connection> link_;
    service& owner_;
    transport::websocket_codec codec_;
    transport::waiter bell_;
    live_count live_;
    const std::string authorization_; ///< The Authorization of the upgrade.
    const bool legacy_;
    const bool known_protocol_;
    bool initialised_ = false;
    bool acknowledged_ = false;
    bool silent_ = false;        ///< Nothing leaves any more, but for `last_words_`.
    std::string last_words_;     ///< What had been said before the silence still leaves.
    bool stopped_ = false;       ///< Nothing arrives any more.
    std::optional<cut> leaving_; ///< The connection is to be cut when what is written has left.
    std::size_t events_ = 0;
    std::map<std::string, live_operation> operations_;
};

/// Serves to the end of the websocket. `early` came behind the upgrade request.
asio::awaitable<void> serve_websocket(std::shared_ptr<websocket_session> self, std::string early);

} // namespace corogql::testing
