/// Any source is made a sequence here.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/detached_task.hpp>
#include <corogql/detail/kept_executor.hpp>
#include <corogql/detail/sequence.hpp>
#include <corogql/source.hpp>
#include <corogql/yielder.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace corogql::detail {

/// A source's next() runs apart from who waits for it: what a next() gives that was given up meanwhile is held for the
/// following one.
template <source S>
class adopted final : public sequence<item_t<S>>, public std::enable_shared_from_this<adopted<S>> {
public:
    using item = item_t<S>;

    explicit adopted(S from) : from_(std::move(from)) {}

    void begin(const asio::any_io_executor& consumer) override { place_.emplace(consumer); }

    std::optional<item> try_next() override {
        if (busy()) return std::nullopt;
        if (held_) {
            std::optional<item> taken(std::move(held_));
            held_.reset();
            return taken;
        }
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        if constexpr (immediate_source<S>) return from_.try_next();
        return std::nullopt;
    }

    void park(wake_handler handler, const asio::any_io_executor& on) override {
        if (!busy()) ask();
        arrived_.park(std::move(handler), on);
    }

    bool done() const override {
        if (busy() || held_ || failure_) return false;
        if constexpr (requires { from_.done(); })
            return over_ || from_.done();
        else
            return over_;
    }

    void close() noexcept override {
        std::unique_lock lock(mutex_);
        closed_ = true;
        const auto running = running_;
        lock.unlock();
        if constexpr (closable_source<S>)
            from_.close();
        else
            running.stop();
        arrived_.ring();
    }

    asio::any_io_executor executor() const override { return executor_of_source(from_); }

private:
    bool busy() const noexcept { return busy_.load(std::memory_order_acquire); }

    void ask() {
        busy_.store(true, std::memory_order_relaxed);
        over_ = true; // so it is when the context goes meanwhile
        const detached_task running(place_->get(), fetch(under_way(this->shared_from_this())));
        std::unique_lock lock(mutex_);
        running_ = running;
        const bool closed = closed_;
        lock.unlock();
        if (closed && !closable_source<S>) running.stop();
    }

    /// The end of a next() is told here, also of one that its context drops before it has begun.
    class under_way {
    public:
        explicit under_way(std::shared_ptr<adopted> to) : to_(std::move(to)) {}
        under_way(under_way&& other) noexcept = default;
        ~under_way() {
            if (!to_) return;
            to_->busy_.store(false, std::memory_order_release);
            to_->arrived_.ring();
        }
        adopted& to() const noexcept { return *to_; }

    private:
        std::shared_ptr<adopted> to_;
    };

    static asio::awaitable<void> fetch(under_way work) {
        auto& to = work.to();
        try {
            auto next = co_await to.from_.next();
            if (!next) co_return;
            to.held_.emplace(std::move(*next));
        } catch (...) {
            to.failure_ = std::current_exception();
        }
        to.over_ = false;
    }

    S from_;
    std::optional<kept_executor> place_;
    const async_event arrived_;
    std::atomic<bool> busy_{false}; ///< A next() is under way: what follows belongs to it alone.
    std::optional<item> held_;
    std::exception_ptr failure_;
    bool over_ = false;
    std::mutex mutex_;
    detached_task running_;
    bool closed_ = false;
};

/// Waits for the next item of `from`, for a body; a failure is handed on, and is not the end.
template <class S, class T>
asio::awaitable<std::optional<item_t<S>>> next_or_raise(S& from, yielder<T>& out) {
    while (true) {
        std::exception_ptr failure;
        try {
            co_return co_await from.next();
        } catch (...) {
            failure = std::current_exception();
        }
        if constexpr (requires { from.done(); })
            if (from.done()) std::rethrow_exception(failure); // that was the end
        co_await out.raise(std::move(failure));
    }
}

} // namespace corogql::detail
