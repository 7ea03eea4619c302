/// An optional mutex is none where one thread does everything.
#pragma once

#include <mutex>

namespace corogql::transport {

/// Locking and unlocking a mutex that nobody else wants costs 10 ns, and has the processor wait for all memory that was
/// written before, which of thousands of streams is in no cache.
class optional_mutex {
public:
    /// Locks nothing.
    optional_mutex() noexcept = default;
    optional_mutex(const optional_mutex&) = delete;
    optional_mutex& operator=(const optional_mutex&) = delete;

    void lock() {
        if (mutex_) mutex_->lock();
    }
    void unlock() noexcept {
        if (mutex_) mutex_->unlock();
    }
    bool needed() const noexcept { return mutex_ != nullptr; }
    /// Locks this one from now on. One thread still does everything when it is called.
    void use(std::mutex& mutex) noexcept { mutex_ = &mutex; }

private:
    std::mutex* mutex_ = nullptr;
};

} // namespace corogql::transport
