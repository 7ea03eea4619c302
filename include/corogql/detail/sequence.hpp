/// What a generator is a handle to: a state machine with one consumer, which one coroutine at a time waits for.
#pragma once

#include <corogql/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

namespace asio = boost::asio;

/// The part that does not depend on the item. Adaptors stack up: each asks the one below. All but close() is called by
/// the consumer only; that never happens while a wait() is under way.
class waitable {
public:
    waitable() = default;
    waitable(const waitable&) = delete;
    waitable& operator=(const waitable&) = delete;
    virtual ~waitable() = default;

    /// Before the first wait(), and again for another consumer: where coroutines of one's own may run.
    virtual void begin(const asio::any_io_executor& consumer) = 0;
    /// Ends when it is worth while to ask again, perhaps in vain. Throws what the source does. A wait that is
    /// cancelled, with whatever type, throws operation_aborted and loses nothing; close() ends it. Whoever awaits it
    /// keeps the object.
    virtual asio::awaitable<void> wait() = 0;
    /// Nothing will come any more, and the failure, if any, has been thrown. Certain only after try_next() gave
    /// nothing.
    virtual bool done() const = 0;
    /// Any thread, any moment, several times.
    virtual void close() noexcept = 0;
    /// For handlers that have none.
    virtual asio::any_io_executor executor() const = 0;
};

/// Throws the usage error of a second consumer.
[[noreturn]] inline void refuse_consumer() {
    throw error(error_kind::usage, "a generator has one consumer: another next() is waiting");
}

template <class T>
class sequence : public waitable {
public:
    /// An item that is there; else sees to it that one comes. Throws a failure that is due.
    virtual std::optional<T> try_next() = 0;

    /// try_next() for the handle, whose consumer may not have heard of a failure (Asio's `||` waits for a success): one
    /// behind which nothing comes is thrown again at every further call.
    std::optional<T> take() {
        if (failure_) std::rethrow_exception(failure_);
        try {
            return try_next();
        } catch (...) {
            keep_if_last(std::current_exception());
            throw;
        }
    }
    /// What has been thrown is kept where it is the end.
    void keep_if_last(std::exception_ptr failure) {
        if (!left_ && this->done()) failure_ = std::move(failure);
    }

    /// For the handle: close(), and nothing that is there counts any more.
    void leave() noexcept {
        left_ = true;
        this->close();
    }
    bool left() const noexcept { return left_; }
    bool in_use() const noexcept { return taken_; }

private:
    template <class>
    friend class consumer_turn;

    std::atomic<bool> taken_{false}, left_{false};
    bool begun_ = false; ///< the consumer's, as the next one is
    std::exception_ptr failure_;
};

/// What adaptors have in common that make each item of one below, without waiting for anything else.
template <class T, class U>
class adaptor : public sequence<U> {
public:
    explicit adaptor(std::shared_ptr<sequence<T>> from) : from_(std::move(from)) {}

    void begin(const asio::any_io_executor& consumer) override { from_->begin(consumer); }
    asio::awaitable<void> wait() override { return from_->wait(); }
    bool done() const override { return over_ || from_->done(); }
    void close() noexcept override { from_->close(); }
    asio::any_io_executor executor() const override { return from_->executor(); }

protected:
    /// Nothing will come any more.
    bool over() const noexcept { return over_; }
    void end() noexcept {
        over_ = true;
        from_->close();
    }
    sequence<T>& from() const noexcept { return *from_; }

private:
    const std::shared_ptr<sequence<T>> from_;
    bool over_ = false;
};

/// Of handles to nothing.
template <class T>
class no_items final : public sequence<T> {
public:
    void begin(const asio::any_io_executor&) override {}
    std::optional<T> try_next() override { return std::nullopt; }
    asio::awaitable<void> wait() override { co_return; }
    bool done() const override { return true; }
    void close() noexcept override {}
    asio::any_io_executor executor() const override { return asio::system_executor(); }
};

/// The one consumer, for as long as this lives.
template <class T>
class consumer_turn {
public:
    explicit consumer_turn(sequence<T>& of) : of_(of) {
        if (of.taken_.exchange(true, std::memory_order_acquire)) refuse_consumer();
    }
    ~consumer_turn() { of_.taken_.store(false, std::memory_order_release); }
    consumer_turn(const consumer_turn&) = delete;
    consumer_turn& operator=(const consumer_turn&) = delete;

    bool first() const noexcept { return !std::exchange(of_.begun_, true); }

private:
    sequence<T>& of_;
};

/// The generator's step: a free coroutine over shared state, so that the handle may go away meanwhile. `on` stands for
/// the executor of the coroutine, where it is not the consumer's.
template <class T>
asio::awaitable<std::optional<T>> take_next(std::shared_ptr<sequence<T>> from, const asio::any_io_executor* on) {
    if (!from || from->left()) co_return std::nullopt;
    const consumer_turn<T> turn(*from);
    if (turn.first()) {
        const asio::any_io_executor here = co_await asio::this_coro::executor;
        from->begin(on ? *on : here);
    }
    while (!from->left()) {
        if (auto item = from->take()) co_return item;
        if (from->done()) break;
        std::exception_ptr failure;
        try {
            co_await from->wait();
        } catch (const boost::system::system_error& cancelled) {
            if (cancelled.code() == asio::error::operation_aborted) throw; // which the next call knows nothing of
            failure = std::current_exception();
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) continue;
        from->keep_if_last(failure);
        std::rethrow_exception(failure);
    }
    co_return std::nullopt;
}

} // namespace corogql::detail
