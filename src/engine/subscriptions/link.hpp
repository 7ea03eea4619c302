/// A link is one connection on which subscriptions' events come, whatever its protocol. The supervisor keeps it up.
#pragma once

#include "engine/shared/counters.hpp"
#include "engine/shared/settings.hpp"
#include "engine/subscriptions/event_channel.hpp"
#include "protocol/graphql/operation.hpp"
#include "protocol/graphql/result_text.hpp"
#include "transport/runtime.hpp"
#include "transport/waiter.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace corogql::engine {

/// A link tells its owner what happens, on the engine's executor. Payloads are JSON text, valid during the call.
class link_owner {
public:
    virtual ~link_owner() = default;
    /// The server has agreed to serve operations. `payload` is that of connection_ack; empty if there is none.
    virtual void on_acked(std::string_view payload) = 0;
    /// A result has come. Returns a stream whose queue is full now, for which the link is to wait; otherwise null.
    virtual std::shared_ptr<event_channel> on_next(std::uint64_t id, const protocol::result_text& result) = 0;
    virtual void on_error(std::uint64_t id, std::string_view payload) = 0;
    /// Errors have come that may be any operation's. Returns why the link must end, if so.
    virtual std::optional<error> on_stray_error(std::string_view payload) = 0;
    virtual void on_complete(std::uint64_t id) = 0;
    /// The consumer of a full queue took nothing for its stall time.
    virtual void on_overflow(const std::shared_ptr<event_channel>& full) = 0;
    /// The server did not start the operation.
    virtual void on_refused(std::uint64_t id, const error& reason) = 0;
};

inline detailed_error stream_failed(error_kind kind, std::string_view message) {
    return detailed_error(kind, message).phase(error_phase::stream);
}

/// These are the parts of every link.
struct link_parts {
    std::shared_ptr<transport::runtime> runtime;
    std::shared_ptr<const engine::settings> settings;
    std::shared_ptr<counters> counts;
    std::unique_ptr<transport::byte_stream> stream;
};

class link : public std::enable_shared_from_this<link> {
public:
    using time_point = transport::runtime::time_point;

    explicit link(link_parts parts)
        : runtime_(std::move(parts.runtime)), settings_(std::move(parts.settings)), counts_(std::move(parts.counts)),
          stream_(std::move(parts.stream)), room_(*runtime_) {}
    virtual ~link();
    link(const link&) = delete;
    link& operator=(const link&) = delete;

    /// Runs until the end of the link. Returns why it ended: with close_code() when the peer or a rule named one; kind
    /// cancelled after close() of our own.
    virtual asio::awaitable<error> run(link_owner& owner) = 0;

    /// Says whether the server has agreed to serve operations.
    bool acked() const noexcept { return acked_at_.has_value(); }
    bool closing() const noexcept { return closing_ || end_.has_value(); }
    /// Returns the time since the server agreed to serve operations; zero before.
    std::chrono::nanoseconds healthy_for() const {
        return acked_at_ ? runtime_->now() - *acked_at_ : std::chrono::nanoseconds(0);
    }

    /// Says whether the operation is what opens the link, so that it is started before run(), and there is no other.
    virtual bool begins_with_operation() const noexcept { return false; }
    /// Starts an operation, whose text is made of `parts`, and returns its id on this link. Throws what to_payload()
    /// and check_headers() throw.
    virtual std::uint64_t start(const protocol::payload_parts& parts, const live_operation& operation) = 0;
    virtual void stop(std::uint64_t id) = 0;

    /// Ends the link politely, within close_timeout whatever the peer does.
    virtual void close() = 0;

    /// Tells of room in a full queue, or of the stream's end: the reader goes on.
    void room() { room_.notify(); }

protected:
    static constexpr std::size_t read_size = 64 * 1024;

    /// Waits for room in the queue of `full`: the link is not read while a consumer is behind. A consumer that takes
    /// nothing for its stall time is given up.
    asio::awaitable<void> wait_for_room(link_owner& owner, std::shared_ptr<event_channel> full);

    /// Says why the link ends. Of several ends the first one counts; one of our own explains all that follows it.
    void end_with(error reason);
    /// Ends the link at once, without a goodbye.
    virtual void abort(error reason);

    /// From now on the link is lost when nothing is heard() for so long a time as `limit`. Zero switches the watch off.
    void watch_silence(std::chrono::nanoseconds limit);
    void heard() {
        if (silence_timer_) heard_at_ = runtime_->now();
    }
    bool watches_silence() const noexcept { return silence_timer_ != 0; }
    void stop_watching() { cancel(silence_timer_); }

    void at(transport::runtime::timer_id& timer, std::chrono::nanoseconds after, void (link::*action)());
    template <class Link>
    void at(transport::runtime::timer_id& timer, std::chrono::nanoseconds after, void (Link::*action)()) {
        at(timer, after, static_cast<void (link::*)()>(action));
    }
    void cancel(transport::runtime::timer_id& timer);

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<counters> counts_;
    std::unique_ptr<transport::byte_stream> stream_;
    bool paused_ = false; ///< The reader waits for room or for the writer, so nothing that comes is seen.
    bool closing_ = false;
    std::optional<error> end_;
    std::optional<time_point> acked_at_;
    transport::waiter room_;

private:
    void on_silence_due();

    std::chrono::nanoseconds silence_limit_{0};
    time_point heard_at_{};
    transport::runtime::timer_id silence_timer_ = 0;
};

} // namespace corogql::engine
