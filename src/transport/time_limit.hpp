/// A time_limit is a deadline for a few operations on one stream or socket.
#pragma once

#include "transport/runtime.hpp"

namespace corogql::transport {

/// Calls `stop` when the time is up, unless the limit is destroyed before: the pending operation then fails, and
/// whoever waits for it finds passed(). A time_limit has no coroutine of its own, so the caller's cancellation still
/// reaches the operation.
class time_limit {
public:
    time_limit(runtime& world, runtime::time_point until, std::function<void()> stop) : world_(world) {
        if (until == runtime::time_point::max()) return;
        id_ = world.at(until, [this, stop = std::move(stop)] {
            passed_ = true;
            stop();
        });
    }
    ~time_limit() { world_.cancel(id_); }
    time_limit(const time_limit&) = delete;
    time_limit& operator=(const time_limit&) = delete;

    bool passed() const noexcept { return passed_; }

private:
    runtime& world_;
    bool passed_ = false;
    runtime::timer_id id_ = 0;
};

} // namespace corogql::transport
