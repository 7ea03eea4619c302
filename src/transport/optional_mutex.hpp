/// An optional mutex is none where one thread does everything.
#pragma once

#include <memory>
#include <mutex>

namespace corogql::transport {

/// Locking and unlocking a mutex that nobody else wants costs 10 ns, and has the processor wait for all memory that was
/// written before, which of thousands of streams is in no cache. Nor is there room for it where it is not needed.
class optional_mutex {
public:
    explicit optional_mutex(bool needed) {
        if (needed) need();
    }
    void lock() {
        if (mutex_) mutex_->lock();
    }
    void unlock() noexcept {
        if (mutex_) mutex_->unlock();
    }
    bool needed() const noexcept { return mutex_ != nullptr; }
    /// Makes it one from now on, while one thread still does everything.
    void need() {
        if (!mutex_) mutex_ = std::make_unique<std::mutex>();
    }

private:
    std::unique_ptr<std::mutex> mutex_;
};

} // namespace corogql::transport
