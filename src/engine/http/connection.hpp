/// One keep-alive connection: a request out, its answer in, step by step, so that the caller's coroutine is the only
/// one that a request needs, unless it is a long one.
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

namespace asio = boost::asio;

class http_connection : public std::enable_shared_from_this<http_connection> {
public:
    using time_point = transport::runtime::time_point;

    http_connection(std::shared_ptr<transport::runtime> runtime, std::unique_ptr<transport::byte_stream> stream,
                    transport::http_limits limits, std::string peer);
    ~http_connection();

    /// Sends of the request what goes out without waiting. `files` follow it. From here until answered()
    /// the connection is busy.
    void begin(const transport::http_request& request, time_point deadline,
               std::shared_ptr<outgoing_files> files = nullptr);
    void begin(transport::written_request request, time_point deadline);
    bool sent() const noexcept { return sent_; }
    /// Sends the rest. A server may refuse early, with an answer, and hang up (RFC 9112, section 9.5): a failure is
    /// kept until it is known that no answer came.
    asio::awaitable<void> send();
    /// The rest may have to wait for the server, which may refuse early and read no further: it is sent beside the
    /// reading, and with the answer the sending ends.
    bool sends_beside() const noexcept;
    void send_beside();
    asio::awaitable<std::size_t> read() { return exchange_.read(); }
    /// What read() gave.
    void take(std::size_t size);
    bool answered() const noexcept { return exchange_.answered(); }
    /// Status and header fields are there; what came of the body may be taken out of answer().
    bool has_head() const noexcept { return exchange_.has_head(); }
    detail::http_response& answer() noexcept { return exchange_.answer(); }

    /// Closes the connection and throws what one of these steps threw: as corogql::error (lost, protocol, limit,
    /// timeout), with possibly_executed() set by how far the request had got, or operation_aborted as it is.
    [[noreturn]] void fail(std::exception_ptr failure);

    /// How closely to look whether something came while the connection was idle, which costs a system call.
    enum class look {
        always,
        unless_just_used, ///< its last answer came moments ago, so it was looked at
    };
    /// Open, and nothing came while it was idle: asked just before it is used again.
    bool reusable(look how) noexcept;
    bool open() const noexcept { return open_; }
    bool busy() const noexcept { return busy_; }
    /// Requests answered so far.
    unsigned served() const noexcept { return served_; }
    /// When it has been idle for so long, or for as long as the server keeps it.
    time_point idle_until(std::chrono::nanoseconds limit) const noexcept {
        return later(idle_since_, std::min(limit, kept_));
    }
    void close() noexcept;
    /// The deadline of what is under way, from now on.
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
    const std::string peer_; ///< for people
    transport::http_exchange exchange_;
    unsigned served_ = 0;
    bool sent_ = false; ///< all of the request has been
    std::exception_ptr send_failure_;
    std::exception_ptr file_failure_;       ///< why we closed the connection ourselves
    std::shared_ptr<outgoing_files> files_; ///< that are still to be sent
    bool busy_ = false;
    bool drained_ = false;     ///< nothing had come behind the last answer
    bool spoke_first_ = false; ///< there was something to read before the first request
    bool open_ = true;
    time_point idle_since_;
    std::chrono::nanoseconds kept_ = forever; ///< by the server, while idle
    // One timer a connection, moved only when it must fire sooner: a timer a request would cost more than the rest.
    time_point due_ = time_point::max();
    time_point armed_for_ = time_point::max();
    transport::runtime::timer_id watchdog_ = 0;
    bool timed_out_ = false;
};

} // namespace corogql::engine
