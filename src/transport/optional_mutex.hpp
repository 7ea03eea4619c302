/// An optional mutex is none where one thread does everything.
#pragma once

#include <mutex>

namespace corogql::transport {

/// Locking and unlocking a mutex that nobody else wants costs 10 ns, and has the processor wait for all memory that was
/// written before, which of thousands of streams is in no cache.
class optional_mutex {
public:
    explicit optional_mutex(bool needed) noexcept : needed_(needed) {}
    void lock() {
        if (needed_) mutex_.lock();
    }
    void unlock() noexcept {
        if (needed_) mutex_.unlock();
    }
    bool needed() const noexcept { return needed_; }
    /// Makes it one from now on, while one thread still does everything.
    void need() noexcept { needed_ = true; }

private:
    std::mutex mutex_;
    bool needed_; ///< The last, so that what follows finds room behind it.
};

} // namespace corogql::transport
