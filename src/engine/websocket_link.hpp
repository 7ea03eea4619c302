/// One connected GraphQL websocket: reads in batches, writes what gathered, watches that the peer is alive.
#pragma once

#include "engine/counters.hpp"
#include "engine/settings.hpp"
#include "engine/stream.hpp"
#include "engine/upgrade.hpp"
#include "protocol/websocket_session.hpp"
#include "transport/waiter.hpp"
#include "transport/websocket_codec.hpp"

#include <corogql/error.hpp>

#include <memory>
#include <optional>
#include <string>

namespace corogql::detail {

namespace asio = boost::asio;

/// What the link tells its owner, on the engine's executor. Payloads are JSON text, valid during the call.
class link_owner {
public:
    virtual ~link_owner() = default;
    /// With the payload of connection_ack; empty: none.
    virtual void on_acked(std::string_view payload) = 0;
    /// A stream whose queue is full now, for which the link is to wait; otherwise null.
    virtual std::shared_ptr<stream> on_next(std::uint64_t id, const protocol::result_text& result) = 0;
    virtual void on_error(std::uint64_t id, std::string_view payload) = 0;
    virtual void on_complete(std::uint64_t id) = 0;
};

class websocket_link : public std::enable_shared_from_this<websocket_link> {
public:
    using time_point = transport::runtime::time_point;

    websocket_link(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
                   std::shared_ptr<counters> counts, upgraded connection, std::uint64_t last_id);
    ~websocket_link();

    /// From connection_init to the end of the link. Returns why it ended: with close_code() when the peer or a rule
    /// named one; kind cancelled after close() of our own.
    asio::awaitable<error> run(link_owner& owner, std::string connection_init);

    bool acked() const noexcept { return session_.acked(); }
    bool closing() const noexcept { return closing_ || end_.has_value(); }
    /// Time since the ack; zero before.
    std::chrono::nanoseconds healthy_for() const;

    /// Sends `subscribe` and returns the operation's id on this link.
    std::uint64_t start(std::string_view payload);
    void stop(std::uint64_t id);

    /// Says goodbye (code 1000) and lets run() end, within close_timeout whatever the peer does.
    void close();
    /// Ends it at once, without a closing handshake.
    void abort(error reason);

    /// Room in a full queue, or the stream's end: the reader goes on.
    void room() { room_.notify(); }

private:
    asio::awaitable<void> read(link_owner& owner);
    asio::awaitable<void> drain(link_owner& owner);
    std::shared_ptr<stream> on_text(link_owner& owner, std::string_view text);
    asio::awaitable<void> wait_for_room(std::shared_ptr<stream> full);
    asio::awaitable<void> let_write();
    asio::awaitable<void> finish_writing();
    void ignore(std::string_view type_name);
    void on_pong();
    void expect_pong();
    void end_with(error reason);
    void close_with(std::uint16_t code, std::string_view reason, error why);
    void send(std::string_view message);
    void flush();
    static asio::awaitable<void> write_all(std::shared_ptr<websocket_link> self);

    void at(transport::runtime::timer_id& timer, std::chrono::nanoseconds after, void (websocket_link::*action)());
    void cancel(transport::runtime::timer_id& timer);
    void on_ack_timeout();
    void on_ping_due();
    void on_pong_due();
    void on_keep_alive_due();
    void on_silence_due();
    void on_write_timeout();
    void on_close_timeout();

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<counters> counts_;
    std::unique_ptr<transport::byte_stream> stream_;
    transport::websocket_codec codec_;
    protocol::websocket_session session_;
    std::string outgoing_; ///< what the writer is writing; the codec's output gathers meanwhile
    std::string reply_;
    bool writing_ = false;
    bool draining_ = false; ///< a batch is being read: what it causes to be sent leaves in one write behind it
    bool paused_ = false;   ///< the reader waits for room, so no pong can be seen
    bool closing_ = false;
    bool down_ = false;           ///< the stream is closed
    bool unwritten_ping_ = false; ///< one waits for the writer; its pong is due from when it has left
    std::optional<error> end_;
    std::optional<time_point> acked_at_;
    time_point pinged_at_{}, heard_at_{};
    transport::waiter room_;
    transport::waiter written_;
    transport::runtime::timer_id ack_timer_ = 0, ping_timer_ = 0, pong_timer_ = 0, keep_alive_timer_ = 0,
                                 silence_timer_ = 0, write_timer_ = 0, close_timer_ = 0;
};

} // namespace corogql::detail
