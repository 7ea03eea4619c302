/// A pool has threads for code that blocks.
#pragma once

#include "mapi/connection/sigterm_registry.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace corogql::mapi::detail {

/// One task of a pool. A task that waits can be cancelled, one that runs cannot.
class pool_task {
public:
    using ticket = sigterm_registry::ticket;
    virtual ~pool_task() = default;
    virtual void run() = 0;
    /// Drops the task, whose future then holds `why`.
    virtual void drop(std::exception_ptr why) = 0;

    std::shared_ptr<ticket> sigterm; ///< The task has its ticket until it has ended.
};

/// A pool runs first what came first. Threads are started when there is work for them and named NAME_0, NAME_1, …
class thread_pool {
public:
    thread_pool(std::size_t threads, const std::string& name);
    ~thread_pool() { end(); }
    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;

    /// Returns the pool of ten threads that connections share. The pool is never destroyed, but ended at the process's
    /// end.
    static std::shared_ptr<thread_pool> shared();

    /// Drops what waits, and what is submitted later, and joins what runs; when one of the pool's own threads calls
    /// this, that thread goes on alone. The call is idempotent.
    void end();

    void submit(std::shared_ptr<pool_task> task);
    /// Returns a function that cancels a task of this pool, whatever has become of either.
    std::function<void()> canceller(const std::shared_ptr<pool_task>& task) const;

private:
    struct state;
    std::shared_ptr<state> state_; ///< The state is shared with the threads.
    std::vector<std::thread> threads_;
};

} // namespace corogql::mapi::detail
