/// An event is what a subscription yields.
#pragma once

#include <corogql/response.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace corogql {

/// A notice tells that the stream was interrupted and goes on. It stands where the gap is, if there is one.
/// Interruptions between which no event came are told as one, so that a consumer who is away finds no more notices than
/// events.
struct stream_notice {
    /// The cause says what interrupted the stream.
    enum class cause {
        reconnected, ///< The link was lost, or renewed, and there is another.
        overflow,    ///< The queue was full: the server's side was stopped, and started again when there was room.
        dropped,     ///< The queue was full: the oldest events are gone.
    };
    /// Names the cause of the interruption; of several, the first in the order of the enum.
    cause why = cause::reconnected;
    /// Says how long it took from the loss of the link, or the stop, to the re-subscription.
    std::chrono::nanoseconds down{0};
    unsigned attempts = 0; ///< Counts the connections it took, the successful one included.
    /// Is true where variables were set that say where to go on: by a value that was found in an event (or
    /// start_from()), or by a resume hook that changed them; or where an event stream's server was told the last
    /// event's id. Otherwise the stream started anew.
    bool resumed = false;
    std::uint64_t dropped = 0;  ///< Counts the events that were dropped.
    unsigned interruptions = 1; ///< Counts the interruptions that this notice tells of.

    /// Returns whether events may be missing here.
    bool gap() const noexcept { return dropped != 0 || !resumed; }

    /// Adds what happened again with nothing in between: times and numbers add up, and a gap stays one.
    stream_notice& operator+=(const stream_notice& next) noexcept {
        if (next.why < why) why = next.why;
        down += next.down;
        attempts += next.attempts;
        resumed = resumed && next.resumed;
        dropped += next.dropped;
        interruptions += next.interruptions;
        return *this;
    }
};

/// An event is one execution result of the stream, or, where subscribe_options::notices() is set, a notice without a
/// result.
class event : public response {
public:
    /// Makes an event without a result.
    event() = default;
    /// Makes an event of a result.
    explicit event(response result) noexcept : response(std::move(result)) {}
    /// Makes an event that is a notice.
    explicit event(const stream_notice& notice) : notice_(std::make_unique<stream_notice>(notice)) {}

    /// Returns the notice; null for results.
    const stream_notice* notice() const noexcept { return notice_.get(); }

private:
    std::unique_ptr<stream_notice> notice_;
};

} // namespace corogql
