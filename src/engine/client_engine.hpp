/// The engine is what works behind a client: it has settings, HTTP pool, credentials and the supervisors of links, on
/// one executor.
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

class supervisor;

class client_engine : public call_context {
public:
    client_engine(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const engine::settings> settings);
    ~client_engine();

    const asio::any_io_executor& executor() const noexcept { return executor_; }
    /// The runtime and the settings are shared with what may outlive the engine.
    using call_context::shared_runtime;
    using call_context::shared_settings;
    supervisor& sockets() noexcept { return *supervisor_; }

    /// Ends the pauses before next attempts, those of calls and those of links.
    void retry_now();

    /// Starts an operation over a link and returns the queue of its events. Thread-safe: the stream is handed to the
    /// engine's executor. With `whole_only` the steps of a result that grows are left out.
    std::shared_ptr<event_channel> subscribe(const request& operation, const subscribe_options& options,
                                             bool whole_only = false);

    /// Connects the websocket before it is needed, within the connect timeout.
    asio::awaitable<void> connect();
    /// Opens HTTP connections before they are needed, within the connect timeout.
    asio::awaitable<void> warm_up(std::size_t connections);

    client_statistics statistics() const noexcept;

    /// Says whether the websocket is up and acknowledged. Thread-safe.
    bool connected() const noexcept;

    /// Ends everything now; sockets are closed politely in the background.
    void shut_down();
    /// Ends everything, and returns when the sockets are closed. Queries and mutations that began before may end within
    /// `drain` first.
    asio::awaitable<void> close(std::chrono::nanoseconds drain = std::chrono::nanoseconds(0));

private:
    std::shared_ptr<client_engine> self() { return std::static_pointer_cast<client_engine>(shared_from_this()); }
    std::vector<std::shared_ptr<supervisor>> all_sockets() const;
    std::shared_ptr<supervisor> make_supervisor(subscription_transport transport, bool own) const;
    std::shared_ptr<supervisor> shared_by(subscription_transport transport) const;
    void keep_own(const std::shared_ptr<supervisor>& sockets);
    void observe(live_operation& operation, subscription_transport transport) const;

    const asio::any_io_executor executor_;
    /// The executor for the streams, which may outlive its context.
    const std::shared_ptr<const transport::kept<asio::any_io_executor>> kept_executor_;
    std::shared_ptr<supervisor> supervisor_;   ///< The supervisor of the websocket.
    std::shared_ptr<supervisor> event_stream_; ///< The supervisor of the event stream that many subscriptions share.
    /// The supervisors of streams that share none, and some that have gone.
    std::list<std::weak_ptr<supervisor>> own_sockets_;
    std::size_t most_own_sockets_ = 16; ///< Beyond so many `own_sockets_`, those that have gone are erased.
    shared_texts texts_;                ///< Those of subscriptions.
};

// All on the engine's executor.

/// Runs a query or mutation over the websocket.
asio::awaitable<response> execute_websocket(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation);
/// Runs a query or mutation over HTTP or the websocket, as the options say.
asio::awaitable<response> execute(std::shared_ptr<client_engine> engine, request&& operation);
/// Runs a query or mutation as execute() does, and keeps the request itself, for work that nobody waits for yet.
asio::awaitable<response> execute_owned(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation);

} // namespace corogql::engine
