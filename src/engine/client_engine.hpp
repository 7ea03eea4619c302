/// The engine behind a client: settings, HTTP pool, credentials and the websocket supervisor, on one executor.
#pragma once

#include "engine/http/call.hpp"
#include "engine/subscriptions/event_channel.hpp"
#include "engine/subscriptions/shared_texts.hpp"

#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <list>
#include <memory>
#include <vector>

namespace corogql::engine {

namespace asio = boost::asio;

class supervisor;

class client_engine : public call_context {
public:
    client_engine(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const engine::settings> settings);
    ~client_engine();

    const asio::any_io_executor& executor() const noexcept { return executor_; }
    /// For what may outlive the engine.
    using call_context::shared_runtime;
    using call_context::shared_settings;
    supervisor& sockets() noexcept { return *supervisor_; }

    /// Pauses before the next attempt end, of calls and of links.
    void retry_now();

    /// Thread-safe: the stream is handed to the engine's executor. `whole_only`: without the steps of a result that
    /// grows.
    std::shared_ptr<event_channel> subscribe(const request& operation, const subscribe_options& options,
                                             bool whole_only = false);

    /// The websocket, before it is needed; within the connect timeout.
    asio::awaitable<void> connect();
    /// HTTP connections, likewise.
    asio::awaitable<void> warm_up(std::size_t connections);

    client_statistics statistics() const noexcept;

    /// Whether the websocket is up and acknowledged. Thread-safe.
    bool connected() const noexcept;

    /// Ends everything now; sockets are closed politely in the background.
    void shut_down();
    /// The same, and returns when the sockets are closed. What was begun before may end within `drain` first.
    asio::awaitable<void> close(std::chrono::nanoseconds drain = std::chrono::nanoseconds(0));

private:
    std::shared_ptr<client_engine> self() { return std::static_pointer_cast<client_engine>(shared_from_this()); }
    std::vector<std::shared_ptr<supervisor>> all_sockets() const;
    std::shared_ptr<supervisor> make_supervisor(subscription_transport transport, bool own) const;
    std::shared_ptr<supervisor> shared_by(subscription_transport transport) const;
    void keep_own(const std::shared_ptr<supervisor>& sockets);
    void observe(live_operation& operation, subscription_transport transport) const;

    const asio::any_io_executor executor_;
    const std::shared_ptr<const transport::kept<asio::any_io_executor>> kept_executor_; ///< for the streams
    std::shared_ptr<supervisor> supervisor_;                                            ///< of the websocket
    std::shared_ptr<supervisor> event_stream_;         ///< of the one that many subscriptions share
    std::list<std::weak_ptr<supervisor>> own_sockets_; ///< of streams that share none; those that have gone, too,
    std::size_t most_own_sockets_ = 16;                ///< until there are more than so many
    shared_texts documents_;                           ///< of subscriptions
};

// All on the engine's executor.

/// Runs a query or mutation over the websocket.
asio::awaitable<response> execute_websocket(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation);
/// Over whichever of them the options say.
asio::awaitable<response> execute(std::shared_ptr<client_engine> engine, request&& operation);
/// The same with a request of its own, for work that nobody waits for yet.
asio::awaitable<response> execute_owned(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation);

} // namespace corogql::engine
