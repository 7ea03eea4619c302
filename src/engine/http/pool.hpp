/// The pool has keep-alive connections to one origin: a bounded number of them, and a fair, bounded queue for those who
/// wait.
#pragma once

#include "engine/http/connection.hpp"
#include "engine/shared/counters.hpp"
#include "engine/shared/settings.hpp"
#include "transport/cancellable_task.hpp"

#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace corogql::engine {

class http_pool : public std::enable_shared_from_this<http_pool> {
public:
    using time_point = transport::runtime::time_point;

    http_pool(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
              std::shared_ptr<counters> counts)
        : runtime_(std::move(runtime)), settings_(std::move(settings)), counts_(std::move(counts)) {}
    ~http_pool();

    /// A lease is the right to use a connection. Its destructor gives the connection back, or the connection's place to
    /// the next in the queue if the connection cannot be used again.
    class lease {
    public:
        explicit lease(std::shared_ptr<http_pool> pool) noexcept : pool_(std::move(pool)) {}
        lease(lease&& other) noexcept = default;
        lease& operator=(lease&&) = delete;
        ~lease();
        http_connection& operator*() const noexcept { return *connection_; }

    private:
        friend class http_pool;
        std::shared_ptr<http_pool> pool_;
        std::shared_ptr<http_connection> connection_;
    };

    /// Returns an idle connection, if there is one and `fresh` is false. It is no coroutine, as what is there already
    /// needs none.
    std::optional<lease> try_acquire(bool fresh, http_connection::look how);
    /// Gives a new connection, or the next that becomes free, when try_acquire() gave none. With `fresh` the connection
    /// was never used before.
    asio::awaitable<lease> acquire(time_point deadline, bool fresh);

    /// Opens connections until there are `count`, or as many as may be; each is for everybody as soon as it is open.
    /// Throws what the first that failed threw, when all are done.
    asio::awaitable<void> warm_up(std::size_t count, time_point deadline);

    /// Closes idle connections and ends what waits, dials or runs with operation_aborted.
    void interrupt();

private:
    struct queued {
        explicit queued(transport::runtime& runtime) : turn(runtime) {}
        transport::waiter turn;
        bool granted = false; ///< A place was given to this entry.
        /// The connection in that place; null if there is room to dial one.
        std::shared_ptr<http_connection> connection;
    };

    asio::awaitable<std::shared_ptr<http_connection>> wait_for_place(time_point deadline);
    asio::awaitable<std::shared_ptr<http_connection>> dial(time_point deadline);
    static asio::awaitable<bool> open_one(lease place, time_point deadline);
    std::shared_ptr<http_connection> take_idle(http_connection::look how);
    void give_back(std::shared_ptr<http_connection> connection);
    void expire_idle();
    void arm_expiry(time_point when);
    void note() noexcept; ///< Updates the statistics, after each change.

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<counters> counts_;
    std::size_t open_ = 0; ///< How many places are taken: idle, in use, being dialled, or granted to one in the queue.
    std::deque<std::shared_ptr<http_connection>> idle_; ///< The idle connections, the longest idle first.
    unsigned interrupted_ = 0;                          ///< How often interrupt() was called.
    std::list<queued*> queue_;
    std::list<std::weak_ptr<http_connection>> connections_; ///< All connections that live.
    std::list<std::weak_ptr<transport::cancellable_task<std::unique_ptr<transport::byte_stream>>>> dials_;
    transport::runtime::timer_id expiry_ = 0;
    time_point expires_at_; ///< When the timer fires, while there is one.
};

} // namespace corogql::engine
