/// A keep-alive connection sends a request and reads its answer step by step, so that the caller's coroutine is the
/// only one that a request needs, unless the request is a long one.
///
///     connection.begin(request, deadline, files);
///     if (connection.sends_beside()) connection.send_beside();
///     else if (!connection.sent()) co_await connection.send();
///     while (!connection.answered()) connection.take(co_await connection.read());
#pragma once

#include "engine/http/outgoing_files.hpp"
#include "transport/http/exchange.hpp"
#include "transport/runtime.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <string>

namespace corogql::engine {

class http_connection : public std::enable_shared_from_this<http_connection> {
public:
    using time_point = transport::runtime::time_point;

    http_connection(std::shared_ptr<transport::runtime> runtime, std::unique_ptr<transport::byte_stream> stream,
                    transport::http_limits limits, std::string peer);
    ~http_connection();

    /// Sends of the request what goes out without waiting. `files` follow the request. From here until answered() the
    /// connection is busy.
    void begin(const transport::http_request& request, time_point deadline,
               std::shared_ptr<outgoing_files> files = nullptr);
    void begin(const transport::written_request& request, time_point deadline);
    bool sent() const noexcept { return sent_; }
    /// Sends the rest of the request. A server may refuse early, with an answer, and hang up (RFC 9112, section 9.5): a
    /// failure is kept until it is known that no answer came.
    asio::awaitable<void> send();
    /// Says whether the rest of the request is to be sent beside the reading: it may have to wait for the server, which
    /// may refuse early and read no further.
    bool sends_beside() const noexcept;
    /// Sends the rest of the request beside the reading. The sending ends with the answer.
    void send_beside();
    asio::awaitable<std::size_t> read() { return exchange_.read(); }
    /// Takes the bytes that read() has read; `size` is what read() returned.
    void take(std::size_t size);
    bool answered() const noexcept { return exchange_.answered(); }
    /// Says whether status and header fields are there; what came of the body may then be taken out of answer().
    bool has_head() const noexcept { return exchange_.has_head(); }
    detail::http_response& answer() noexcept { return exchange_.answer(); }

    /// Closes the connection and throws what begin(), send(), read() or take() threw: as corogql::error (lost,
    /// protocol, limit, timeout), with possibly_executed() set by how far the request had got, or operation_aborted as
    /// it is.
    [[noreturn]] void fail(std::exception_ptr failure);

    /// Says how closely to look whether something came while the connection was idle, which costs a system call.
    enum class look {
        always,
        unless_just_used, ///< Does not look if the last answer came moments ago, as the connection was looked at then.
    };
    /// Says whether the connection is open, and nothing came while it was idle. Asked just before the connection is
    /// used again.
    bool reusable(look how) noexcept;
    bool open() const noexcept { return open_; }
    bool busy() const noexcept { return busy_; }
    /// Returns how many requests were answered so far.
    unsigned served() const noexcept { return served_; }
    /// Returns when the connection will have been idle for `limit`, or for as long as the server keeps it.
    time_point idle_until(std::chrono::nanoseconds limit) const noexcept {
        return later(idle_since_, std::min(limit, kept_));
    }
    void close() noexcept;
    /// Sets the deadline of what is under way, from now on.
    void put_off(time_point deadline) { watch(deadline); }

private:
    static constexpr auto forever = std::chrono::nanoseconds::max();

    void make_busy(time_point deadline);
    asio::awaitable<void> send_files();
    [[noreturn]] void give_up_files(const error& why);
    void make_idle();
    void watch(time_point deadline);
    void on_watchdog();
    error explain(const std::exception_ptr& failure) const;

    std::shared_ptr<transport::runtime> runtime_;
    std::unique_ptr<transport::byte_stream> stream_;
    const std::string peer_; ///< The peer's name, for people.
    transport::http_exchange exchange_;
    unsigned served_ = 0;
    bool sent_ = false; ///< All of the request has been sent.
    std::exception_ptr send_failure_;
    std::exception_ptr file_failure_;       ///< The failure of a file, for which we closed the connection ourselves.
    std::shared_ptr<outgoing_files> files_; ///< The files that are still to be sent.
    bool busy_ = false;
    bool drained_ = false;     ///< Nothing had come behind the last answer.
    bool spoke_first_ = false; ///< There was something to read before the first request.
    bool open_ = true;
    time_point idle_since_;
    std::chrono::nanoseconds kept_ = forever; ///< How long the server keeps the connection while it is idle.
    // One timer a connection, moved only when it must fire sooner: a timer a request would cost more than the rest.
    time_point due_ = time_point::max();
    time_point armed_for_ = time_point::max();
    transport::runtime::timer_id watchdog_ = 0;
    bool timed_out_ = false;
};

} // namespace corogql::engine
