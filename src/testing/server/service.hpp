/// The service is the built-in server without its sockets: what every connection shares. It runs wherever byte streams
/// and a runtime are, real or simulated. All members belong to the loop, except faults() and records().
#pragma once

#include "testing/graphql/executor.hpp"
#include "testing/server/fault_plan.hpp"
#include "testing/server/recorder.hpp"
#include "transport/runtime.hpp"

#include <set>

namespace corogql::testing {

namespace asio = boost::asio;

class connection;
class websocket_session;

struct service_settings {
    std::string api_key; ///< Anyone may come where the key is empty.
    std::vector<std::string> subprotocols{"graphql-transport-ws", "graphql-ws"};
    std::chrono::milliseconds init_timeout{3000};
    std::chrono::milliseconds keep_alive{0};
    std::size_t max_size = 16 * 1024 * 1024;
    /// What is called on the loop, and in which interval.
    std::vector<std::pair<std::chrono::milliseconds, std::function<void()>>> chores;
};

class service : public std::enable_shared_from_this<service> {
public:
    static std::shared_ptr<service> make(served_schema schema, service_settings settings,
                                         std::shared_ptr<transport::runtime> clock);

    const service_settings& settings() const noexcept { return settings_; }
    transport::runtime& clock() noexcept { return *clock_; }
    const std::shared_ptr<transport::runtime>& shared_clock() const noexcept { return clock_; }
    const graphql_executor& api() const noexcept { return api_; }
    fault_plan& faults() noexcept { return faults_; }
    recorder& records() noexcept { return records_; }

    void api_key(std::string value) { settings_.api_key = std::move(value); }
    bool admits(std::string_view authorization) const {
        return settings_.api_key.empty() || authorization == settings_.api_key;
    }
    /// Runs a query or mutation and writes it down.
    json::object execute(const prepared_operation& prepared);
    void note_execution(const prepared_operation& prepared);

    void join(connection* link) { connections_.insert(link); }
    void leave(connection* link) noexcept { connections_.erase(link); }
    void join(websocket_session* session) { websockets_.insert(session); }
    void leave(websocket_session* session) noexcept { websockets_.erase(session); }

    void end_all(cut how);
    void close_websockets(std::uint16_t code, const std::string& reason);
    void send_to_websockets(const std::string& message, bool binary);

private:
    service(served_schema schema, service_settings settings, std::shared_ptr<transport::runtime> clock);
    void do_later(std::size_t chore);

    service_settings settings_;
    std::shared_ptr<transport::runtime> clock_;
    graphql_executor api_;
    fault_plan faults_;
    recorder records_;
    std::set<connection*> connections_;
    std::set<websocket_session*> websockets_;
};

/// Serves one connection to its end. `abort` makes the stream's close() a reset; it may be empty.
asio::awaitable<void> serve(std::shared_ptr<service> owner, std::unique_ptr<transport::byte_stream> stream,
                            std::function<void()> abort);

} // namespace corogql::testing
