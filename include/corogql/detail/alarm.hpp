/// An alarm rings a bell after some time, by the clock of the world that the executor belongs to.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/detached_task.hpp>

#include <atomic>
#include <chrono>
#include <memory>

namespace corogql::detail {

/// An alarm is used by one consumer.
class alarm {
public:
    alarm() noexcept = default;
    ~alarm() { stop(); }
    alarm(const alarm&) = delete;
    alarm& operator=(const alarm&) = delete;

    bool started() const noexcept { return passed_ != nullptr; }
    bool passed() const noexcept { return passed_ && *passed_; }
    void start(const asio::any_io_executor& on, std::chrono::nanoseconds time, const async_event& rung);
    /// Stops the alarm; it may be started again.
    void stop() noexcept;

private:
    using flag = std::shared_ptr<std::atomic<bool>>;
    static asio::awaitable<void> run(std::chrono::nanoseconds time, async_event rung, flag passed);

    flag passed_;
    detached_task running_;
};

} // namespace corogql::detail
