#include "mapi/connection/sigterm_registry.hpp"

#include <corogql/mapi/sigterm.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace corogql::mapi {

namespace detail {

sigterm_registry& sigterm_registry::instance() {
    // Work may end after static objects are gone.
    static auto& registry = *new sigterm_registry;
    return registry;
}

sigterm_registry::ticket::ticket(bool is_protected, const void* owner) : protected_(is_protected), owner_(owner) {
    if (is_protected) set_protecting_sigterm_handler();
    auto& registry = instance();
    const std::lock_guard lock(registry.mutex_);
    place_ = registry.tickets_.insert(registry.tickets_.end(), this);
    if (is_protected) ++registry.protected_;
    // Work that begins while the process is on its way out.
    cancelled_ = registry.drain_end_.has_value() && !is_protected;
}

sigterm_registry::ticket::~ticket() {
    auto& registry = instance();
    const std::lock_guard lock(registry.mutex_);
    registry.tickets_.erase(place_);
    if (!protected_) return;
    --registry.protected_;
    registry.ended_.notify_all();
}

void sigterm_registry::ticket::cancel_with(std::function<void()> cancel) {
    {
        const std::lock_guard lock(instance().mutex_);
        cancel_ = cancel;
        if (!cancelled_) return;
    }
    cancel();
}

void sigterm_registry::ticket::hurry_with(std::function<void()> hurry) {
    const std::lock_guard lock(instance().mutex_);
    hurry_ = std::move(hurry);
}

void sigterm_registry::ticket::protect() {
    set_protecting_sigterm_handler();
    auto& registry = instance();
    const std::lock_guard lock(registry.mutex_);
    if (!std::exchange(protected_, true)) ++registry.protected_;
}

bool sigterm_registry::ticket::is_protected() const {
    const std::lock_guard lock(instance().mutex_);
    return protected_;
}

void sigterm_registry::cancel_unprotected() {
    // Called without the lock: a cancellation may end the work, and its ticket, at once.
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(mutex_);
        for (auto* work : tickets_) {
            if (work->protected_ || std::exchange(work->cancelled_, true)) continue;
            if (work->cancel_) calls.push_back(work->cancel_);
        }
    }
    for (const auto& call : calls) call();
}

std::size_t sigterm_registry::protected_count() const {
    const std::lock_guard lock(mutex_);
    return protected_;
}

std::optional<sigterm_registry::clock::time_point> sigterm_registry::drain_end() const {
    const std::lock_guard lock(mutex_);
    return drain_end_;
}

void sigterm_registry::drain_timeout(std::chrono::nanoseconds limit) {
    const std::lock_guard lock(mutex_);
    drain_timeout_ = std::clamp<std::chrono::nanoseconds>(limit, std::chrono::nanoseconds(0), std::chrono::hours(8760));
}

void sigterm_registry::drain() {
    {
        const std::lock_guard lock(mutex_);
        drain_end_ = clock::now() + drain_timeout_;
    }
    cancel_unprotected();
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(mutex_);
        for (const auto* work : tickets_)
            if (work->protected_ && work->hurry_) calls.push_back(work->hurry_);
    }
    for (const auto& call : calls) call();
    std::unique_lock lock(mutex_);
    ended_.wait_until(lock, *drain_end_, [this] { return protected_ == 0; });
}

void sigterm_registry::end_drain() {
    const std::lock_guard lock(mutex_);
    drain_end_.reset();
    ended_.notify_all();
}

void sigterm_registry::await_drain() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !drain_end_; });
}

void sigterm_registry::await_owned(const void* owner) {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this, owner] {
        return !drain_end_ || std::none_of(tickets_.begin(), tickets_.end(), [owner](const ticket* work) {
            return work->protected_ && work->owner_ == owner;
        });
    });
}

} // namespace detail

void cancel_unprotected_futures() { detail::sigterm_registry::instance().cancel_unprotected(); }
std::size_t protected_futures() { return detail::sigterm_registry::instance().protected_count(); }
void set_sigterm_drain_timeout(std::chrono::nanoseconds limit) {
    detail::sigterm_registry::instance().drain_timeout(limit);
}

} // namespace corogql::mapi
