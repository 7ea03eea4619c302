/// A subscription handle and the engine share an event_channel: a bounded queue of events with one consumer. It is
/// thread-safe, unless the client's user has promised one thread for its streams as well.
#pragma once

#include "engine/subscriptions/event_queue.hpp"
#include "protocol/subscriptions/overflow_rule.hpp"
#include "transport/kept.hpp"
#include "transport/local_parking.hpp"
#include "transport/optional_mutex.hpp"
#include "transport/parking.hpp"

#include <corogql/client_options.hpp>
#include <corogql/detail/sequence.hpp>
#include <corogql/event.hpp>
#include <corogql/statistics.hpp>
#include <corogql/subscribe_options.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>

namespace corogql::engine {

namespace asio = boost::asio;

class live_operation;

class event_channel final : public detail::sequence<event>, public std::enable_shared_from_this<event_channel> {
public:
    /// The listener is the engine's side of things, called on the engine's executor.
    class listener {
    public:
        virtual ~listener() = default;
        virtual void on_left(const std::shared_ptr<event_channel>& events) = 0; ///< The consumer has left.
        /// There is room in the queue again, after push() or await_room() asked for that.
        virtual void on_room(const std::shared_ptr<event_channel>& events) = 0;
    };

    event_channel(std::shared_ptr<const transport::kept<asio::any_io_executor>> engine,
                  const subscribe_options& options, protocol::operation_kind kind, const client_options& of_client);
    /// Returns the engine's executor; system_executor when the engine's context has gone.
    asio::any_io_executor executor() const override;
    std::chrono::nanoseconds stall_timeout() const noexcept { return stall_timeout_; }
    /// Sets the listener, before the handle is given out.
    void listen(std::weak_ptr<listener> engine) { engine_ = std::move(engine); }

    // The producer.

    live_operation* operation = nullptr; ///< The listener's own note, for its executor only.

    using action = protocol::overflow_rule::action;
    /// Queues a result that protocol::check_result() lets pass. The result is in the queue, whatever is to be done now:
    /// nothing is to be dropped any more, and where somebody is to wait for room, listener::on_room() tells.
    action push(const protocol::result_text& result);
    /// Queues a result that grows, as it is now; the last step of the result has so many `bytes`. What is returned is
    /// to be done as after push() of a whole result.
    action push(const std::shared_ptr<result_steps>& steps, std::size_t bytes);
    /// Says what is to be done now that the stall time has passed since so many events had been `taken`.
    action after_stall(std::uint64_t taken) const;
    /// Returns whether listener::on_room() will tell, because there is no room now.
    bool await_room();
    /// Notes that the stream was interrupted and goes on; the notice is queued for who asked for notices.
    void resubscribed(const stream_notice& notice);
    void finish();
    void fail(std::exception_ptr failure);
    /// Throws away what lies over the limit, as the consumer stood still for the stall timeout. Returns what the stream
    /// is to end with.
    [[nodiscard]] error overflow();
    /// Returns how many events and notices the consumer has taken so far, which tells a slow consumer from a stalled
    /// one.
    std::uint64_t taken() const;
    bool full() const;
    bool ended() const;

    // The consumer.

    void begin(const asio::any_io_executor&) override {}
    std::optional<event> try_next() override;
    void park(detail::wake_handler handler, const asio::any_io_executor& on) override;
    void announce_to(std::shared_ptr<detail::doorbell> bell) override;
    bool done() const override { return done_.load(std::memory_order_acquire); }
    void close() noexcept override;
    std::optional<json::value> cursor() const;
    subscription_statistics statistics() const;

private:
    struct troubles;

    protocol::overflow_rule::queue_state state() const { return {queue_.size(), queue_.bytes()}; }
    void note_done() noexcept;
    bool something_to_take() const { return !queue_.empty() || ended_; }
    action pushed(std::unique_lock<transport::optional_mutex>& lock);
    void drop_oldest();
    troubles& trouble();
    void tell_left();
    void tell(void (listener::*what)(const std::shared_ptr<event_channel>&));
    void note_taken(const event& taken);
    void promise_ring();
    bool is_waited_for() const noexcept;
    bool settle_locally(const asio::any_io_executor& on);
    void end(std::exception_ptr failure);
    void ring(std::unique_lock<transport::optional_mutex>& lock);

    struct troubles {
        std::uint64_t dropped = 0, resubscribed = 0;
        std::chrono::nanoseconds interrupted{0};
        std::optional<stream_notice> notice; ///< The notice of what was dropped, at the front of the queue.
        std::exception_ptr failure;          ///< The failure that was not thrown yet.
    };
    struct position {
        std::string pointer; ///< Where the cursor stands in an event.
        std::string cursor;  ///< The cursor as JSON text; empty before there was one.
        unsigned max_depth;
    };

    // Thousands of these wait at a time, more than there are caches for: what only some need is made when they do, and
    // what each event needs stands together.
    [[no_unique_address]] mutable transport::optional_mutex mutex_;
    const bool notices_;
    std::atomic<bool> done_{false}; ///< Ended, and nothing is left: asked at every wait, so without the lock.
    bool closed_ = false;           ///< The consumer has closed the stream.
    bool ended_ = false;
    bool room_wanted_ = false;
    bool ring_due_ = false; ///< The bell was promised, and has not rung.
    event_queue queue_;
    const protocol::overflow_rule rule_;
    std::uint64_t received_ = 0, taken_ = 0;
    std::unique_ptr<troubles> troubles_; ///< Null unless the stream was interrupted or failed, or something dropped.
    std::unique_ptr<position> position_;
    std::shared_ptr<detail::doorbell> bell_; ///< Where the consumer waits for several streams.
    /// For the consumer whose executor is the engine's, where one thread is promised; null until one waits so.
    std::unique_ptr<transport::local_bay> local_bay_;
    transport::parking_lot::ticket waiting_; ///< The wait of another since the last event; it may have been given up.
    transport::parking_lot::bay bay_;        ///< For any other consumer.
    const std::shared_ptr<const transport::kept<asio::any_io_executor>> executor_; ///< Handles may outlive its context.
    std::weak_ptr<listener> engine_;
    const std::chrono::nanoseconds stall_timeout_;
};

} // namespace corogql::engine
