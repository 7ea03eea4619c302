/// What a subscription handle and the engine share: a bounded queue of events with one consumer. Thread-safe.
#pragma once

#include "engine/event_queue.hpp"
#include "transport/parking.hpp"

#include <corogql/event.hpp>
#include <corogql/subscribe_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>

namespace corogql::detail {

namespace asio = boost::asio;
using boost::system::error_code;

class stream : public std::enable_shared_from_this<stream> {
public:
    /// The engine's side of things, called from the consumer's thread without the lock; must only post.
    struct listener {
        std::function<void()> closed; ///< the consumer left
        std::function<void()> room;   ///< there is room again, after push() said that there was none
    };

    stream(asio::any_io_executor engine, const subscribe_options& options, unsigned max_depth)
        : executor_(std::move(engine)), max_events_(options.buffer()), max_bytes_(options.buffer_bytes()),
          stall_timeout_(options.stall_timeout()), queue_(max_depth) {}
    const asio::any_io_executor& executor() const noexcept { return executor_; }
    std::chrono::nanoseconds stall_timeout() const noexcept { return stall_timeout_; }
    /// Before the handle is given out.
    void listen(listener engine) { engine_ = std::move(engine); }

    // The producer.

    /// A result that protocol::check_result() lets pass. False when the queue is full now (the event is in it all the
    /// same): listener::room tells when to go on.
    bool push(const protocol::result_text& result);
    void push(const reconnect_notice& notice);
    void finish();
    void fail(std::exception_ptr failure);
    /// Ends it because the consumer stood still for the stall timeout.
    void overflow();
    /// Events the consumer has taken so far: what tells a slow consumer from a stalled one.
    std::uint64_t taken() const;
    bool full() const;
    bool ended() const;

    // The consumer.

    /// An event, or nothing. Throws the failure when it is due.
    std::optional<event> try_take();
    /// Nothing will come any more and the failure, if any, has been thrown.
    bool done() const;
    /// Throws the usage error of a second consumer when one waits already.
    void check_single_consumer() const;
    /// Parks `handler`, whose executor this is, until there is something to take; posts it when that is so already.
    void park(transport::wake_handler handler, const asio::any_io_executor& executor);
    /// Ends the wait with `result`, if there is one.
    void wake(error_code result);
    /// Blocks the thread until there is something to take; false when `until` passed first.
    bool block_until(std::chrono::steady_clock::time_point until);
    void close();

private:
    bool is_full() const { return queue_.size() >= max_events_ || queue_.bytes() >= max_bytes_; }
    bool something_to_take() const { return !queue_.empty() || ended_; }
    void end(std::exception_ptr failure);
    void ring(std::unique_lock<std::mutex>& lock, error_code result = {});

    const asio::any_io_executor executor_;
    const std::size_t max_events_;
    const std::size_t max_bytes_;
    const std::chrono::nanoseconds stall_timeout_;
    listener engine_;

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::size_t blocked_threads_ = 0;
    event_queue queue_;
    std::uint64_t taken_ = 0;
    bool left_ = false; ///< close() was called
    bool ended_ = false;
    bool room_wanted_ = false;
    std::exception_ptr failure_;
    struct parked_consumer {
        transport::parking_lot* lot;
        transport::parking_lot::ticket ticket;
    };
    std::optional<parked_consumer> waiting_;
};

/// The generator's step: a free coroutine over shared state, so that the handle may go away meanwhile.
asio::awaitable<std::optional<event>> take_next(std::shared_ptr<stream> from);

} // namespace corogql::detail
