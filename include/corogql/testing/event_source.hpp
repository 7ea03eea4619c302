/// An event source is where the events of one subscription come from: they are pulled when there is room to send them.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace corogql::testing {

namespace json = boost::json;

/// A server makes a source for every subscription, pulls from it, and destroys it when the subscription ends, all on
/// its own thread. Deriving from this is for what a list of events or a `feed` cannot say.
class event_source {
public:
    /// Makes a source without a pause.
    event_source() = default;
    /// Lets go of what the events come from.
    virtual ~event_source() = default;
    event_source(const event_source&) = delete;
    event_source& operator=(const event_source&) = delete;

    /// Returns the next value of the subscription's field; nothing when there is none now, or none ever again.
    virtual std::optional<json::value> next() = 0;
    /// Returns whether there will be no more: the server completes the subscription then.
    virtual bool ended() const = 0;

    /// Returns behind which event the source is. It is the event's id in a stream of server-sent events.
    virtual std::uint64_t position() const = 0;
    /// Goes on behind an event, which another source of the same subscription gave: a client's `Last-Event-ID`.
    virtual void go_on_behind(std::uint64_t position) = 0;

    /// Sets the function to be called whenever next() may have more. The server does this once, before the first
    /// next().
    void on_ready(std::function<void()> ready) { ready_ = std::move(ready); }
    /// Returns the pause that was asked for since the last call, for the server.
    std::chrono::nanoseconds take_pause() noexcept { return std::exchange(pause_, std::chrono::nanoseconds(0)); }

protected:
    /// Says that next() may have more. It may be called on any thread, but not while the source is destroyed.
    void ready() const {
        if (ready_) ready_();
    }
    /// Says, within next(), that the following event comes so much later than this one.
    void pause(std::chrono::nanoseconds time) noexcept { pause_ = time; }

private:
    std::function<void()> ready_;
    std::chrono::nanoseconds pause_{0};
};

} // namespace corogql::testing
