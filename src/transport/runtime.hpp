/// The second seam is time, chance and the way to a peer. The engine knows no other clock, timer or socket.
///
/// All calls are made on the runtime's own executor (the engine's loop or strand); functions given to at() run there.
#pragma once

#include "transport/byte_stream.hpp"
#include "transport/endpoint.hpp"
#include "values/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace corogql::transport {

class runtime {
public:
    using time_point = steady_time;
    using duration = std::chrono::steady_clock::duration;
    using timer_id = std::uint64_t; ///< The id of a timer; 0 is never given out.

    virtual ~runtime() = default;

    virtual asio::any_io_executor executor() const = 0;

    virtual time_point now() const = 0;
    time_point after(duration by) const { return later(now(), by); }
    /// Returns the time after `limit` from now; time_point::max(), which means no limit, for 0.
    time_point deadline(duration limit) const { return limit.count() > 0 ? after(limit) : time_point::max(); }

    /// Returns the calendar's time, for dates that servers send (Retry-After). It is never used to measure durations.
    virtual std::chrono::system_clock::time_point calendar_now() const = 0;

    /// Runs `function` at `when`, or soon if that has passed; never inside this call. A timer alone is no work: it does
    /// not keep a context running, as whoever waits for it does.
    virtual timer_id at(time_point when, std::function<void()> function) = 0;

    /// Prevents the function of this timer from running. Unknown and fired ids are ignored.
    virtual void cancel(timer_id id) noexcept = 0;

    virtual std::uint64_t random() = 0;

    /// Does the name lookup, the connection and, where the endpoint asks for it, the TLS handshake; all is done by
    /// `until`. Throws corogql::error of kind connect, tls or timeout, with the phase that failed. Keeps the runtime
    /// alive: who waited for the result may be gone before the call has noticed that it was cancelled.
    virtual asio::awaitable<std::unique_ptr<byte_stream>> dial(const endpoint& to, time_point until) = 0;
};

} // namespace corogql::transport
