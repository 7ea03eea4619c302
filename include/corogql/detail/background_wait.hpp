/// A background wait is for a sequence, apart from its consumer, who may give up, or wait for several at once.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/sequence.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace corogql::detail {

/// A background wait is used by one consumer. It is never cancelled: closing the sequence ends it.
class background_wait {
public:
    /// Returns whether it waits: then the sequence must be left alone.
    bool busy() const noexcept { return busy_->load(std::memory_order_acquire); }
    /// Begins to wait, which it must not do already, and rings when it is over.
    void start(const asio::any_io_executor& on, std::shared_ptr<waitable> what, const async_event& over) {
        busy_->store(true, std::memory_order_relaxed);
        auto& from = *what;
        from.park(waiting(std::move(what), busy_, over), on);
    }

private:
    using flag = std::shared_ptr<std::atomic<bool>>;

    class waiting {
    public:
        waiting(std::shared_ptr<waitable> what, flag busy, async_event over)
            : what_(std::move(what)), busy_(std::move(busy)), over_(std::move(over)) {}
        waiting(waiting&& other) noexcept = default;
        ~waiting() { // also when the context goes
            if (!busy_) return;
            busy_->store(false, std::memory_order_release);
            over_.ring();
        }
        void operator()(boost::system::error_code) {}

    private:
        std::shared_ptr<waitable> what_;
        flag busy_;
        async_event over_;
    };

    flag busy_ = std::make_shared<std::atomic<bool>>(false);
};

} // namespace corogql::detail
