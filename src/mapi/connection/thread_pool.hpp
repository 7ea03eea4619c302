/// Threads for code that blocks.
#pragma once

#include "mapi/connection/sigterm_registry.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace corogql::mapi {

/// A task that waits can be cancelled, one that runs cannot.
class pool_task {
public:
    using ticket = sigterm_registry::ticket;
    virtual ~pool_task() = default;
    virtual void run() = 0;
    /// Its future then holds `why`.
    virtual void drop(std::exception_ptr why) = 0;

    std::shared_ptr<ticket> sigterm; ///< until it has ended
};

/// First come, first served. Threads are started when there is work for them and named NAME_0, NAME_1, …
class thread_pool {
public:
    thread_pool(std::size_t threads, const std::string& name);
    ~thread_pool() { end(); }
    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;

    /// The pool of ten that connections share. Never destroyed; ended at the process's end.
    static std::shared_ptr<thread_pool> shared();

    /// Drops what waits, and what is submitted later, and joins what runs; on one of its own threads that thread goes
    /// on alone. Idempotent.
    void end();

    void submit(std::shared_ptr<pool_task> task);
    /// How to cancel a task of this pool, whatever has become of either.
    std::function<void()> canceller(const std::shared_ptr<pool_task>& task) const;

private:
    struct state;
    std::shared_ptr<state> state_; ///< the threads' own
    std::vector<std::thread> threads_;
};

} // namespace corogql::mapi
