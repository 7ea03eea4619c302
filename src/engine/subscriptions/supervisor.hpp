/// Keeps one link up while operations want it: connects, subscribes, reconnects, gives up, and closes it when nobody
/// is left.
#pragma once

#include "engine/shared/credentials_source.hpp"
#include "engine/shared/settings.hpp"
#include "engine/subscriptions/http_link_distinct.hpp"
#include "engine/subscriptions/http_link_single.hpp"
#include "engine/subscriptions/live_operation.hpp"
#include "engine/subscriptions/websocket_link.hpp"
#include "protocol/retry/reconnection.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace corogql::engine {

namespace asio = boost::asio;

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

    /// `limit`: see client_options::timeout(); zero: none. So for the first event.
    void add(operations one, std::chrono::nanoseconds limit, std::chrono::nanoseconds first_event_limit);
    void on_left(const std::shared_ptr<event_channel>& events) override;
    void on_room(const std::shared_ptr<event_channel>& events) override;

    /// Connects before there is an operation; the link then lives as long as an idle one. Throws kind timeout when
    /// `until` passes first, and what would have ended an operation.
    asio::awaitable<void> connect(time_point until);

    /// A pause between two attempts ends.
    void retry_now() {
        if (pausing_) pausing_->notify();
    }

    /// Up and acknowledged. Thread-safe.
    bool connected() const noexcept { return connected_; }

    /// Ends all operations and says goodbye in the background.
    void shut_down(const error& reason);
    /// Returns when the socket is closed.
    asio::awaitable<void> closed();

private:
    void on_acked(std::string_view payload) override;
    std::shared_ptr<event_channel> on_next(std::uint64_t id, const protocol::result_text& result) override;
    void on_error(std::uint64_t id, std::string_view payload) override;
    std::optional<error> on_stray_error(std::string_view payload) override;
    void on_complete(std::uint64_t id) override;
    void on_overflow(const std::shared_ptr<event_channel>& full) override;
    void on_refused(std::uint64_t id, const error& reason) override;

    /// As on_next() does, for a step of a result that grows.
    std::shared_ptr<event_channel> on_step(live_operation& operation, std::string_view step);
    std::shared_ptr<event_channel> deliver(live_operation& operation, const protocol::result_text& result);
    /// A result that cannot be delivered. It ends the operation, unless the options are lenient about it.
    void on_malformed(live_operation& operation, error reason, std::string_view result);
    void on_first_event(live_operation& operation);
    /// Does what is due for its queue. Returns the stream for which the link is to wait, if so.
    std::shared_ptr<event_channel> obey(live_operation& operation, event_channel::action due);
    void start();
    static asio::awaitable<void> run(std::shared_ptr<supervisor> self);
    /// Ends connecting that is under way; soon, as this may be called by the very coroutine that is to end.
    void stop_connecting();
    asio::awaitable<error> connect_and_serve();
    asio::awaitable<error> serve_once();
    struct service;
    asio::awaitable<error> serve(std::shared_ptr<link> link);
    static asio::awaitable<void> run_link(std::shared_ptr<supervisor> self, std::shared_ptr<link> link,
                                          std::shared_ptr<service> of);
    struct opened {
        upgraded connection; ///< of a streamed answer only the byte stream
        credentials given;
        std::uint64_t generation = 0; ///< of the credentials
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
    /// Nothing is under way that could not be sent again on another link.
    bool may_change_links() const noexcept { return unrepeatable_ == 0; }
    /// After the end of a link. False: give up with this error.
    asio::awaitable<bool> recover(error& end);
    asio::awaitable<void> refresh_credentials();
    asio::awaitable<void> pause(std::chrono::nanoseconds wait);
    std::string connection_init(const credentials& given) const;
    static std::optional<websocket_protocol> subprotocol_of(const settings& settings, subscription_transport over) {
        if (over != subscription_transport::websocket) return std::nullopt;
        return settings.options.websocket().protocol();
    }
    bool over_websocket() const noexcept { return transport_ == subscription_transport::websocket; }
    /// A link of these carries any number of operations, and lives on when one of them stops.
    bool shares_link() const noexcept { return over_websocket() || transport_ == subscription_transport::sse_single; }

    void start_operation(live_operation& operation);
    /// The link has agreed to serve it.
    void on_served(live_operation& operation);
    void set_id(live_operation& operation, std::uint64_t id);
    /// It is not on the present link any more. False: it was not.
    bool clear_id(live_operation& operation);
    /// All of them wait for room in their queues, and none needs a link for that.
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
    /// Ends the operation with kind timeout after `limit`; zero: never.
    transport::runtime::timer_id fail_after(live_operation& operation, std::chrono::nanoseconds limit,
                                            const char* message, const char* option);
    void say_goodbye();
    void when_idle();
    /// Nobody is there to be connected for.
    bool unwanted() const noexcept { return operations_.empty() && connecting_.empty(); }

    struct connect_wait {
        explicit connect_wait(transport::runtime& runtime) : turn(runtime) {}
        transport::waiter turn;
        std::optional<error> failure;
    };

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<credentials_source> credentials_;
    std::shared_ptr<http_pool> pool_; ///< for what is sent beside a stream
    std::shared_ptr<counters> counts_;
    const subscription_transport transport_;
    const bool own_; ///< one stream's own: nobody comes after it

    operations operations_; ///< in the order they were subscribed, which is that of re-subscription
    std::unordered_map<std::uint64_t, live_operation*> by_id_; ///< those started on the present link,
    std::size_t unrepeatable_ = 0;                             ///< and those of them that cannot be sent again
    std::list<connect_wait*> connecting_;
    std::shared_ptr<link> link_;
    std::shared_ptr<transport::waiter> rest_; ///< while resting()
    /// Where the stream of an answer goes on.
    std::shared_ptr<stream_position> position_ = std::make_shared<stream_position>();
    std::atomic<bool> connected_ = false;
    std::shared_ptr<asio::cancellation_signal>
        stop_; ///< of the present run(): ends a connection attempt or a wait between two
    bool running_ = false;
    transport::runtime::timer_id idle_ = 0;
    transport::runtime::timer_id renewal_ = 0;
    bool renewal_due_ = false;                                 ///< as soon as nothing is in the way
    std::shared_ptr<asio::cancellation_signal> stop_renewing_; ///< of the renewal under way
    std::optional<opened> successor_;   ///< a websocket with fresh credentials, for which the present one was closed
    bool taking_over_ = false;          ///< the present link was closed for it
    bool renewed_link_ = false;         ///< the present link took over from another
    std::uint64_t link_generation_ = 0; ///< of the credentials of the present link
    std::shared_ptr<service> service_;  ///< of the present link
    std::size_t leaving_ = 0;           ///< links that say goodbye while another serves already
    std::vector<std::shared_ptr<transport::waiter>> closing_, left_;

    protocol::reconnection reconnection_;
    std::shared_ptr<transport::waiter> pausing_; ///< between two attempts
    std::uint64_t credentials_generation_ = 0;
    std::uint64_t last_id_ = 0; ///< ids are fresh on every link: a server may remember those of the last
};

} // namespace corogql::engine
