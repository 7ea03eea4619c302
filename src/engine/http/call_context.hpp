/// The queries and mutations of a client share a call_context, which has all that one of them needs, and ends them
/// together.
#pragma once

#include "engine/http/persisted_queries.hpp"
#include "engine/http/pool.hpp"
#include "engine/shared/counters.hpp"
#include "engine/shared/credentials_source.hpp"
#include "engine/shared/scoped_entry.hpp"
#include "engine/shared/settings.hpp"
#include "protocol/retry/retry_budget.hpp"
#include "transport/waiter.hpp"

#include <list>
#include <memory>

namespace corogql::engine {

class batcher;
class interceptor_chain;

/// The context is used on the engine's executor.
class call_context : public std::enable_shared_from_this<call_context> {
public:
    using time_point = transport::runtime::time_point;

    call_context(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const engine::settings> settings);
    ~call_context();

    transport::runtime& runtime() noexcept { return *runtime_; }
    const engine::settings& settings() const noexcept { return *settings_; }
    http_pool& pool() noexcept { return *pool_; }
    credentials_source& credentials() noexcept { return *credentials_; }
    counters& counts() noexcept { return *counts_; }
    protocol::retry_budget& retries() noexcept { return retries_; }
    persisted_queries& persisted() noexcept { return persisted_; }
    batcher& batches() noexcept { return *batches_; }

    /// Says whether the HTTP server had a 406 for our Accept, and an answer for application/json alone.
    bool only_json() const noexcept { return only_json_; }
    void only_json(bool yes) noexcept { only_json_ = yes; }

    /// Returns a number that grows with every end_all(): what began before that call ends with kind `cancelled`.
    unsigned generation() const noexcept { return generation_; }
    error closed_error() const { return error(error_kind::cancelled, "the client was closed"); }

    /// Waits until `when`, or until end_pauses(). The wait throws operation_aborted at end_all().
    asio::awaitable<void> sleep_until(time_point when);
    /// Calls interceptor_chain::before(). The wait for the interceptors throws operation_aborted at end_all().
    asio::awaitable<void> ask(interceptor_chain& around, time_point until);

    /// Returns when the last of those has its turn who wait for a time that retry_if() has named; time_point::min() if
    /// there are none.
    time_point last_planned() const noexcept;
    /// An entry for one who waits for a time that retry_if() has named, as long as the wait lasts.
    class plan {
    public:
        plan(call_context& of, time_point& when) : place_(of.planned_, when) {}

    private:
        scoped_entry<time_point> place_;
    };

    /// A query or mutation that drain() waits for. It does not keep the context alive: whoever has the `use` does. The
    /// constructor throws while drain() waits.
    class use {
    public:
        explicit use(call_context& of);
        ~use();
        use(const use&) = delete;
        use& operator=(const use&) = delete;

    private:
        call_context& context_;
    };

protected:
    const std::shared_ptr<transport::runtime>& shared_runtime() const noexcept { return runtime_; }
    const std::shared_ptr<const engine::settings>& shared_settings() const noexcept { return settings_; }
    /// Ends the pauses of sleep_until().
    void end_pauses();
    /// Ends all calls, those that wait and those under way.
    void end_all();
    /// Waits until no call is under way, or the time has passed.
    asio::awaitable<void> drain(std::chrono::nanoseconds limit);

    const std::shared_ptr<transport::runtime> runtime_;
    const std::shared_ptr<const engine::settings> settings_;
    const std::shared_ptr<counters> counts_;
    const std::shared_ptr<http_pool> pool_;
    const std::shared_ptr<credentials_source> credentials_;

private:
    protocol::retry_budget retries_;
    persisted_queries persisted_;
    const std::shared_ptr<batcher> batches_;
    std::list<transport::waiter*> sleeping_;
    std::list<time_point*> planned_;
    std::list<interceptor_chain*> asked_;
    unsigned generation_ = 0;
    std::size_t in_use_ = 0;
    std::list<transport::waiter*> draining_; ///< Those who wait until `in_use_` is 0.
    bool only_json_ = false;
};

} // namespace corogql::engine
