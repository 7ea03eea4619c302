/// A supervisor keeps one link up while operations want it: it connects, subscribes, reconnects, gives up, and closes
/// the link when nobody is left.
#pragma once

#include "engine/shared/credentials_source.hpp"
#include "engine/shared/settings.hpp"
#include "engine/subscriptions/http_link_distinct.hpp"
#include "engine/subscriptions/http_link_single.hpp"
#include "engine/subscriptions/live_operation.hpp"
#include "engine/subscriptions/websocket_link.hpp"
#include "protocol/retry/reconnection.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <list>
#include <memory>
#include <vector>

namespace corogql::engine {

class supervisor final : public link_owner,
                         public event_channel::listener,
                         public std::enable_shared_from_this<supervisor> {
public:
    using time_point = transport::runtime::time_point;
    using operations = std::list<live_operation>;

    supervisor(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
               std::shared_ptr<credentials_source> credentials, std::shared_ptr<http_pool> pool,
               std::shared_ptr<counters> counts, subscription_transport transport, bool own)
        : runtime_(std::move(runtime)), settings_(std::move(settings)), credentials_(std::move(credentials)),
          pool_(std::move(pool)), counts_(std::move(counts)), transport_(transport), own_(own),
          reconnection_(settings_->options.reconnect(), subprotocol_of(*settings_, transport)) {}
    ~supervisor() override;

    /// Takes one operation. `limit` is explained at client_options::timeout(), and `first_event_limit` is that of the
    /// first event; zero is none.
    void add(operations one, std::chrono::nanoseconds limit, std::chrono::nanoseconds first_event_limit);
    void on_left(const std::shared_ptr<event_channel>& events) override;
    void on_room(const std::shared_ptr<event_channel>& events) override;

    /// Connects before there is an operation; the link then lives as long as an idle one. Throws kind timeout when
    /// `until` passes first, and what would have ended an operation.
    asio::awaitable<void> connect(time_point until);

    /// Ends a pause between two attempts.
    void retry_now() {
        if (pausing_) pausing_->notify();
    }

    /// Says whether the link is up and acknowledged. Thread-safe.
    bool connected() const noexcept { return connected_; }

    /// Ends all operations and says goodbye in the background.
    void shut_down(const error& reason);
    /// Waits until the sockets are closed.
    asio::awaitable<void> closed();

private:
    void on_acked(std::string_view payload) override;
    std::shared_ptr<event_channel> on_next(std::uint64_t id, const protocol::result_text& result) override;
    void on_error(std::uint64_t id, std::string_view payload) override;
    std::optional<error> on_stray_error(std::string_view payload) override;
    void on_complete(std::uint64_t id) override;
    void on_overflow(const std::shared_ptr<event_channel>& full) override;
    void on_refused(std::uint64_t id, const error& reason) override;

    /// Takes a step of a result that grows. Returns what on_next() returns.
    std::shared_ptr<event_channel> on_step(live_operation& operation, std::string_view step);
    std::shared_ptr<event_channel> deliver(live_operation& operation, const protocol::result_text& result);
    /// Handles a result that cannot be delivered. The result ends the operation, unless the options are lenient about
    /// it.
    void on_malformed(live_operation& operation, error reason, std::string_view result);
    void on_first_event(live_operation& operation);
    /// Does what is due for the operation's queue. Returns the stream for which the link is to wait, if so.
    std::shared_ptr<event_channel> obey(live_operation& operation, event_channel::action due);
    void start();
    static asio::awaitable<void> run(std::shared_ptr<supervisor> self);
    /// Ends connecting that is under way, soon but not at once: the very coroutine that is to end may call this.
    void stop_connecting();
    asio::awaitable<error> connect_and_serve();
    asio::awaitable<error> serve_once();
    struct service;
    asio::awaitable<error> serve(std::shared_ptr<link> link);
    static asio::awaitable<void> run_link(std::shared_ptr<supervisor> self, std::shared_ptr<link> link,
                                          std::shared_ptr<service> of);
    struct opened {
        upgraded connection; ///< The connection; only its byte stream is set for HTTP.
        credentials given;
        std::uint64_t generation = 0; ///< The generation of the credentials.
    };
    asio::awaitable<opened> open();
    void take_over(opened fresh);
    std::shared_ptr<link> make_link(opened from);
    void renew_ahead(const credentials& given);
    void renew_when_possible();
    static asio::awaitable<void> renew(std::shared_ptr<supervisor> self);
    void renew_at(time_point when);
    void renew_again();
    void stop_renewal();
    /// Says whether nothing is under way that could not be sent again on another link.
    bool may_change_links() const noexcept { return unrepeatable_ == 0; }
    /// Does what follows the end of a link. Returns false to give up with the error `end`.
    asio::awaitable<bool> recover(error& end);
    asio::awaitable<void> refresh_credentials();
    asio::awaitable<void> pause(std::chrono::nanoseconds wait);
    std::string connection_init(const credentials& given) const;
    static std::optional<websocket_protocol> subprotocol_of(const settings& settings, subscription_transport over) {
        if (over != subscription_transport::websocket) return std::nullopt;
        return settings.options.websocket().protocol();
    }
    bool over_websocket() const noexcept { return transport_ == subscription_transport::websocket; }
    /// Says whether a link carries any number of operations, and lives on when one of them stops.
    bool shares_link() const noexcept { return over_websocket() || transport_ == subscription_transport::sse_single; }

    void start_operation(live_operation& operation);
    /// The link has agreed to serve the operation.
    void on_served(live_operation& operation);
    void set_id(live_operation& operation, std::uint64_t id);
    /// Takes the operation off the present link. Returns false if it was not there.
    bool clear_id(live_operation& operation);
    /// Says whether all operations wait for room in their queues, and none needs a link for that.
    bool resting() const noexcept;
    void watch_stall(live_operation& operation);
    void on_stalled(live_operation& operation);
    void overflow(live_operation& operation);
    void step_aside(live_operation& operation);
    void end(live_operation& operation, std::exception_ptr reason);
    void interrupted(const error& end);
    void finish(live_operation& operation);
    void fail(live_operation& operation, std::exception_ptr reason);
    void fail(live_operation& operation, const error& reason) { fail(operation, std::make_exception_ptr(reason)); }
    void fail_all(const error& reason);
    void forget(live_operation& operation);
    /// Ends the operation with kind timeout after `limit`; never if that is zero.
    transport::runtime::timer_id fail_after(live_operation& operation, std::chrono::nanoseconds limit,
                                            const char* message, const char* option);
    void say_goodbye();
    void when_idle();
    /// Says whether nobody is there to be connected for.
    bool unwanted() const noexcept { return operations_.empty() && connecting_.empty(); }

    struct connect_wait {
        explicit connect_wait(transport::runtime& runtime) : turn(runtime) {}
        transport::waiter turn;
        std::optional<error> failure;
    };

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<credentials_source> credentials_;
    std::shared_ptr<http_pool> pool_; ///< The pool for what is sent beside a stream.
    std::shared_ptr<counters> counts_;
    const subscription_transport transport_;
    const bool own_; ///< The supervisor is one stream's own: nobody comes after that stream.

    operations operations_; ///< The operations in the order of their subscription, which is that of re-subscription.
    /// The operations that were started on the present link.
    boost::unordered_flat_map<std::uint64_t, live_operation*> by_id_;
    std::size_t unrepeatable_ = 0; ///< How many of `by_id_` cannot be sent again.
    std::list<connect_wait*> connecting_;
    std::shared_ptr<link> link_;
    std::shared_ptr<transport::waiter> rest_; ///< The wait while resting().
    /// Says where the stream of an answer goes on.
    std::shared_ptr<stream_position> position_ = std::make_shared<stream_position>();
    std::atomic<bool> connected_ = false;
    /// Ends the present run(), in a connection attempt or a wait between two.
    std::shared_ptr<asio::cancellation_signal> stop_;
    bool running_ = false;
    transport::runtime::timer_id idle_ = 0;
    transport::runtime::timer_id renewal_ = 0;
    bool renewal_due_ = false;                                 ///< A renewal is due as soon as nothing is in the way.
    std::shared_ptr<asio::cancellation_signal> stop_renewing_; ///< Ends the renewal under way.
    /// The connection of the next link; one with fresh credentials, if the present link was closed for that.
    std::optional<opened> successor_;
    bool taking_over_ = false;          ///< The present link was closed for `successor_`.
    bool renewed_link_ = false;         ///< The present link took over from another.
    std::uint64_t link_generation_ = 0; ///< The generation of the present link's credentials.
    std::shared_ptr<service> service_;  ///< The run of the present link.
    std::size_t leaving_ = 0;           ///< How many links say goodbye while another serves already.
    std::vector<std::shared_ptr<transport::waiter>> closing_, left_;

    protocol::reconnection reconnection_;
    std::shared_ptr<transport::waiter> pausing_; ///< The pause between two attempts.
    std::uint64_t credentials_generation_ = 0;
    /// The last id that was used: ids are fresh on every link, as a server may remember those of the last.
    std::uint64_t last_id_ = 0;
};

} // namespace corogql::engine
