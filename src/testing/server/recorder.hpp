/// A recorder has the server's record and serves whoever waits for it to change. It is thread-safe.
#pragma once

#include <corogql/testing/server_record.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace corogql::testing {

class recorder {
public:
    template <class Change>
    void note(const Change& change) {
        {
            const std::lock_guard lock(mutex_);
            change(record_);
        }
        changed_.notify_all();
    }

    server_record get() const {
        const std::lock_guard lock(mutex_);
        return record_;
    }

    bool wait_until(const std::function<bool(const server_record&)>& predicate,
                    std::chrono::milliseconds timeout) const {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, timeout, [&] { return predicate(record_); });
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    server_record record_;
};

/// Counts one more of something that lives, for as long as this object does.
class live_count {
public:
    using counter = std::size_t server_record::*;

    live_count(recorder& records, counter which) : records_(records), which_(which) {
        records_.note([this](server_record& record) { ++(record.*which_); });
    }
    ~live_count() {
        records_.note([this](server_record& record) { --(record.*which_); });
    }
    live_count(const live_count&) = delete;
    live_count& operator=(const live_count&) = delete;

private:
    recorder& records_;
    const counter which_;
};

} // namespace corogql::testing
