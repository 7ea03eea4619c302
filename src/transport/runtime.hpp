/// The second seam: time, chance and the way to a peer. The engine knows no other clock, timer or socket.
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
    using timer_id = std::uint64_t; ///< 0 is never given out

    virtual ~runtime() = default;

    virtual asio::any_io_executor executor() const = 0;

    virtual time_point now() const = 0;
    time_point after(duration by) const { return later(now(), by); }
    /// time_point::max() for 0: no limit.
    time_point deadline(duration limit) const { return limit.count() > 0 ? after(limit) : time_point::max(); }

    /// The calendar, for dates that servers send (Retry-After). Never used to measure durations.
    virtual std::chrono::system_clock::time_point calendar_now() const = 0;

    /// Runs `function` at `when`, or soon if that has passed; never inside this call. A timer alone is no work: it does
    /// not keep a context running, as whoever waits for it does.
    virtual timer_id at(time_point when, std::function<void()> function) = 0;

    /// After this the function will not run. Unknown and fired ids are ignored.
    virtual void cancel(timer_id id) noexcept = 0;

    virtual std::uint64_t random() = 0;

    /// Name lookup, connection and, where the endpoint asks for it, the TLS handshake; all done by `until`.
    /// Throws corogql::error of kind connect, tls or timeout, with the phase that failed. Keeps the runtime alive: who
    /// waited for it may be gone before it has noticed that it was cancelled.
    virtual asio::awaitable<std::unique_ptr<byte_stream>> dial(const endpoint& to, time_point until) = 0;
};

} // namespace corogql::transport
