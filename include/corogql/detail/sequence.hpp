/// Every kind of stream is a handle to a sequence: a state machine with one consumer, who takes what is there, and else
/// parks.
#pragma once

#include <corogql/error.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

namespace asio = boost::asio;

using wake_handler = asio::any_completion_handler<void(boost::system::error_code)>;

/// A doorbell is rung for a consumer who waits for several sequences.
class doorbell {
public:
    /// Tells, on any thread, that it is worthwhile to ask again.
    virtual void ring() noexcept = 0;
    /// Tells the same where whoever rings and the consumer are one thread, at less cost.
    virtual void ring_here() noexcept = 0;
    /// Says that ring() will be called, once: try_next() promises it, and the consumer takes it back when that was
    /// heard.
    bool will_ring = false;

protected:
    ~doorbell() = default;
};

/// This part does not depend on the item. Adaptors stack up: each asks the one below. All but close() is called by the
/// consumer only, and nothing but close() and executor() while one is parked.
class waitable {
public:
    waitable() = default;
    waitable(const waitable&) = delete;
    waitable& operator=(const waitable&) = delete;
    virtual ~waitable() = default;

    /// Tells where coroutines of one's own may run, before the first park() and again for another consumer.
    virtual void begin(const asio::any_io_executor& consumer) = 0;
    /// Posts `handler` to `on` when it is worth while to ask again, perhaps in vain; close() is such a moment. A
    /// cancellation of any type through its slot gives it operation_aborted, and loses nothing. It is dropped when the
    /// context of `on` goes.
    virtual void park(wake_handler handler, const asio::any_io_executor& on) = 0;
    /// Has try_next() promise to ring `bell` whenever it has nothing, or nothing more: who asks before that may be
    /// given nothing. That costs less than park(), which is for those that promise nothing. It is called at most once,
    /// by who takes the sequence over.
    virtual void announce_to(std::shared_ptr<doorbell>) {}
    /// Returns whether nothing will come any more, and the failure, if any, has been thrown. It is certain only after
    /// try_next() gave nothing.
    virtual bool done() const = 0;
    /// Stops the sequence; it is called on any thread, at any moment, several times.
    virtual void close() noexcept = 0;
    /// Returns the executor for handlers that have none.
    virtual asio::any_io_executor executor() const = 0;

    // For the handle.

    /// Calls begin() at the first call.
    void begin_once(const asio::any_io_executor& consumer) {
        if (!std::exchange(begun_, true)) begin(consumer);
    }
    bool begun() const noexcept { return begun_; }
    /// Closes the sequence for its handle: nothing that is there counts any more.
    void leave() noexcept {
        left_ = true;
        close();
    }
    bool left() const noexcept { return left_; }
    /// Throws the usage error of a second consumer while another one waits.
    void check_single_consumer() const {
        if (waiting_.load(std::memory_order_relaxed))
            throw error(error_kind::usage, "a stream has one consumer: another next() is waiting");
    }

private:
    friend class parked_turn;

    std::atomic<bool> waiting_{false}, left_{false};
    bool begun_ = false; ///< It belongs to the consumer.
};

/// A parked turn is that of the one consumer, while it waits; who has it keeps the sequence.
class parked_turn {
public:
    parked_turn() noexcept = default;
    parked_turn(parked_turn&& other) noexcept : at_(std::exchange(other.at_, nullptr)) {}
    ~parked_turn() { end(); }

    void begin(waitable& at) {
        at.check_single_consumer();
        at.waiting_.store(true, std::memory_order_relaxed);
        at_ = &at;
    }
    void end() noexcept {
        if (at_) std::exchange(at_, nullptr)->waiting_.store(false, std::memory_order_relaxed);
    }

private:
    waitable* at_ = nullptr;
};

template <class T>
class sequence : public waitable {
public:
    /// Returns an item that is there; else sees to it that one comes. Throws a failure that is due.
    virtual std::optional<T> try_next() = 0;

    /// Calls try_next() for the handle, whose consumer may not have heard of a failure (Asio's `||` waits for a
    /// success): one behind which nothing comes is thrown again at every further call.
    std::optional<T> take() {
        check_single_consumer();
        if (failure_) std::rethrow_exception(failure_);
        try {
            return try_next();
        } catch (...) {
            if (!left() && done()) failure_ = std::current_exception();
            throw;
        }
    }

private:
    std::exception_ptr failure_; ///< It is the end, and belongs to the consumer.
};

/// Adaptors have this in common that make each item of one below, without waiting for anything else.
template <class T, class U>
class adaptor : public sequence<U> {
public:
    explicit adaptor(std::shared_ptr<sequence<T>> from) : from_(std::move(from)) {}

    void begin(const asio::any_io_executor& consumer) override { from_->begin(consumer); }
    void park(wake_handler handler, const asio::any_io_executor& on) override { from_->park(std::move(handler), on); }
    void announce_to(std::shared_ptr<doorbell> bell) override { from_->announce_to(std::move(bell)); }
    bool done() const override { return over_ || from_->done(); }
    void close() noexcept override { from_->close(); }
    asio::any_io_executor executor() const override { return from_->executor(); }

protected:
    /// Says that nothing will come any more.
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

/// Handles to nothing have this sequence.
template <class T>
class no_items final : public sequence<T> {
public:
    void begin(const asio::any_io_executor&) override {}
    std::optional<T> try_next() override { return std::nullopt; }
    void park(wake_handler, const asio::any_io_executor&) override {} // never called: it is done
    bool done() const override { return true; }
    void close() noexcept override {}
    asio::any_io_executor executor() const override { return asio::system_executor(); }
};

/// Has a frame of its own, as ten thousand frames of take_next() may wait at a time.
inline asio::awaitable<void> begin_here(waitable& begun) { begun.begin_once(co_await asio::this_coro::executor); }

/// Is next() of every handle: a free coroutine over shared state, so that the handle may go away meanwhile.
template <class T>
asio::awaitable<std::optional<T>> take_next(std::shared_ptr<sequence<T>> from) {
    if (!from) co_return std::nullopt;
    if (!from->begun()) co_await begin_here(*from);
    while (!from->left()) {
        if (auto item = from->take()) co_return item;
        if (from->done()) break;
        parked_turn turn; // only now: an item that is there costs nothing more
        turn.begin(*from);
        auto park = [&from](auto handler) {
            const asio::any_io_executor here = asio::get_associated_executor(handler);
            from->park(std::move(handler), here);
        };
        // Deferred, and so awaited as it is: a completion token would give it a coroutine of its own.
        auto parked = asio::async_initiate<const asio::deferred_t, void(boost::system::error_code)>(std::move(park),
                                                                                                    asio::deferred);
        co_await std::move(parked);
    }
    co_return std::nullopt;
}

} // namespace corogql::detail
