/// A websocket_link is one connected GraphQL websocket: it reads in batches, writes what gathered, watches that the
/// peer is alive.
#pragma once

#include "engine/subscriptions/link.hpp"
#include "engine/subscriptions/upgrade.hpp"
#include "protocol/subscriptions/websocket_session.hpp"
#include "transport/websocket/codec.hpp"

#include <memory>
#include <string>

namespace corogql::engine {

class websocket_link final : public link {
public:
    websocket_link(link_parts parts, const upgraded& connection, std::string connection_init, std::uint64_t last_id);
    ~websocket_link() override;

    /// Serves the websocket from connection_init on.
    asio::awaitable<error> run(link_owner& owner) override;
    /// Sends the message that starts an operation, which has no place for header fields.
    std::uint64_t start(const protocol::payload_parts& parts, const live_operation& operation) override;
    void stop(std::uint64_t id) override;
    /// Says goodbye with code 1000.
    void close() override;

private:
    asio::awaitable<void> read(link_owner& owner);
    asio::awaitable<void> drain(link_owner& owner);
    std::shared_ptr<event_channel> on_text(link_owner& owner, std::string_view text);
    asio::awaitable<void> pause_for_room(link_owner& owner, std::shared_ptr<event_channel> full);
    asio::awaitable<void> let_write();
    asio::awaitable<void> finish_writing();
    void ignore(std::string_view type_name);
    void tell_odd(std::string_view problem, std::string_view text);
    void on_alive();
    void on_pong();
    void expect_pong();
    void on_acked(link_owner& owner, std::string_view payload);
    void expect_keep_alive();
    void abort(error reason) override;
    void close_with(std::uint16_t code, std::string_view reason, error why);
    void send(std::string_view message);
    void flush();
    static asio::awaitable<void> write_all(std::shared_ptr<websocket_link> self);

    void on_ack_timeout();
    void on_ping_due();
    void on_pong_due();
    void on_keep_alive_due();
    void on_write_timeout();
    void on_close_timeout();

    transport::websocket_codec codec_;
    protocol::websocket_session session_;
    const std::string connection_init_;
    std::string outgoing_; ///< What the writer is writing; the codec's output gathers meanwhile.
    std::string reply_;
    bool writing_ = false;
    /// A batch is being read: what the batch causes to be sent leaves in one write behind it.
    bool draining_ = false;
    bool down_ = false;                   ///< The stream is closed.
    bool unwritten_ping_ = false;         ///< A ping waits for the writer; its pong is due from when the ping has left.
    std::optional<time_point> pinged_at_; ///< When the ping was sent whose pong has not come.
    std::optional<time_point> part_at_;   ///< When bytes last came that made no message whole.
    std::string last_words_;              ///< The words of a server that may be about to close.
    std::chrono::nanoseconds keep_alive_limit_;
    bool keep_alives_promised_; ///< Behind each keep-alive message the next one is watched for.
    transport::waiter written_;
    transport::runtime::timer_id ack_timer_ = 0, ping_timer_ = 0, pong_timer_ = 0, keep_alive_timer_ = 0,
                                 write_timer_ = 0, close_timer_ = 0;
};

} // namespace corogql::engine
