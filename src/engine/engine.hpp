/// The engine behind a client: settings, HTTP pool, credentials and the websocket supervisor, on one executor.
#pragma once

#include "engine/counters.hpp"
#include "engine/credentials_source.hpp"
#include "engine/http_pool.hpp"
#include "engine/listed.hpp"
#include "engine/persisted_queries.hpp"
#include "engine/settings.hpp"
#include "engine/shared_texts.hpp"
#include "engine/stream.hpp"
#include "protocol/retry/retry_budget.hpp"
#include "transport/waiter.hpp"

#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <list>
#include <memory>
#include <vector>

namespace corogql::detail {

namespace asio = boost::asio;

class batcher;
class interceptor_chain;
class supervisor;

class engine : public std::enable_shared_from_this<engine> {
public:
    using time_point = transport::runtime::time_point;

    engine(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings);
    ~engine();

    const asio::any_io_executor& executor() const noexcept { return executor_; }
    transport::runtime& runtime() noexcept { return *runtime_; }
    /// For what may outlive the engine.
    const std::shared_ptr<transport::runtime>& shared_runtime() const noexcept { return runtime_; }
    const detail::settings& settings() const noexcept { return *settings_; }
    http_pool& pool() noexcept { return *pool_; }
    credentials_source& credentials() noexcept { return *credentials_; }
    supervisor& sockets() noexcept { return *supervisor_; }

    /// Pauses before the next attempt end, of calls and of links.
    void retry_now();
    /// A pause that close() ends (operation_aborted).
    asio::awaitable<void> sleep_until(time_point when);
    /// Interceptors, whose wait close() ends likewise. See interceptor_chain::before().
    asio::awaitable<void> ask(interceptor_chain& around, time_point until);

    /// When the last of those who wait for a time that retry_if() has named has its turn; time_point::min(): none.
    time_point last_planned() const noexcept;
    class plan {
    public:
        plan(engine& of, time_point& when) : place_(of.planned_, when) {}

    private:
        listed<time_point> place_;
    };

    /// Grows with every close(): what began before it ends with kind `cancelled`.
    unsigned generation() const noexcept { return generation_; }
    error closed_error() const;

    /// Thread-safe: the stream is handed to the engine's executor. `whole_only`: without the steps of a result that
    /// grows.
    std::shared_ptr<stream> subscribe(const request& operation, const subscribe_options& options,
                                      bool whole_only = false);

    /// The websocket, before it is needed; within the connect timeout.
    asio::awaitable<void> connect();
    /// HTTP connections, likewise.
    asio::awaitable<void> warm_up(std::size_t connections);

    /// The HTTP server had a 406 for our Accept, and an answer for application/json alone.
    bool only_json() const noexcept { return only_json_; }
    void only_json(bool yes) noexcept { only_json_ = yes; }

    persisted_queries& persisted() noexcept { return persisted_; }
    batcher& batches() noexcept { return *batches_; }

    client_statistics statistics() const noexcept;
    counters& counts() noexcept { return *counts_; }
    protocol::retry_budget& retries() noexcept { return retries_; }

    /// Whether the websocket is up and acknowledged. Thread-safe.
    bool connected() const noexcept;

    /// Ends everything now; sockets are closed politely in the background.
    void shut_down();
    /// The same, and returns when the sockets are closed. What was begun before may end within `drain` first.
    asio::awaitable<void> close(std::chrono::nanoseconds drain = std::chrono::nanoseconds(0));

    /// A query or mutation that close() may wait for. It does not keep the engine: whoever has it does. Throws while
    /// close() waits.
    class use {
    public:
        explicit use(engine& of);
        ~use();
        use(const use&) = delete;
        use& operator=(const use&) = delete;

    private:
        engine& engine_;
    };

private:
    asio::awaitable<void> drain(std::chrono::nanoseconds limit);
    std::vector<std::shared_ptr<supervisor>> all_sockets() const;
    std::shared_ptr<supervisor> make_supervisor(subscription_transport transport, bool own) const;
    std::shared_ptr<supervisor> shared_by(subscription_transport transport) const;
    void keep_own(const std::shared_ptr<supervisor>& sockets);

    std::shared_ptr<transport::runtime> runtime_;
    const asio::any_io_executor executor_;
    const std::shared_ptr<const transport::kept<asio::any_io_executor>> kept_executor_; ///< for the streams
    std::shared_ptr<const detail::settings> settings_;
    std::shared_ptr<counters> counts_ = std::make_shared<counters>();
    std::shared_ptr<http_pool> pool_;
    std::shared_ptr<credentials_source> credentials_;
    std::shared_ptr<supervisor> supervisor_;           ///< of the websocket
    std::shared_ptr<supervisor> event_stream_;         ///< of the one that many subscriptions share
    std::list<std::weak_ptr<supervisor>> own_sockets_; ///< of streams that share none; those that have gone, too,
    std::size_t most_own_sockets_ = 16;                ///< until there are more than so many
    protocol::retry_budget retries_;
    persisted_queries persisted_;
    std::shared_ptr<batcher> batches_;
    shared_texts documents_; ///< of subscriptions
    std::list<transport::waiter*> sleeping_;
    std::list<time_point*> planned_;
    std::list<interceptor_chain*> asked_;
    unsigned generation_ = 0;
    std::size_t in_use_ = 0;                 ///< by queries and mutations
    std::list<transport::waiter*> draining_; ///< those who wait until that is 0
    bool only_json_ = false;
};

// All on the engine's executor.

/// Runs a query or mutation.
asio::awaitable<response> execute_http(std::shared_ptr<engine> engine, request&& operation);
/// The same, perhaps together with others; waits for them.
asio::awaitable<response> execute_batched(std::shared_ptr<engine> engine, std::unique_ptr<request> operation);
/// The same over the websocket.
asio::awaitable<response> execute_websocket(std::shared_ptr<engine> engine, std::unique_ptr<request> operation);
/// Over whichever of them the options say.
asio::awaitable<response> execute(std::shared_ptr<engine> engine, request&& operation);
/// The same with a request of its own, for work that nobody waits for yet.
asio::awaitable<response> execute_owned(std::shared_ptr<engine> engine, std::unique_ptr<request> operation);

} // namespace corogql::detail
