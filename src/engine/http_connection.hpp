/// One keep-alive connection: a request out, its answer in.
#pragma once

#include "transport/http_codec.hpp"
#include "transport/runtime.hpp"

#include <corogql/error.hpp>

#include <memory>
#include <string>
#include <vector>

namespace corogql::detail {

namespace asio = boost::asio;

class http_connection : public std::enable_shared_from_this<http_connection> {
public:
    using time_point = transport::runtime::time_point;

    http_connection(std::shared_ptr<transport::runtime> runtime, std::unique_ptr<transport::byte_stream> stream,
                    transport::http_limits limits);
    ~http_connection();

    /// Sends request() and reads the whole answer. Throws corogql::error (lost, protocol, limit, timeout), with
    /// possibly_executed() set by how far the request had got; after that the connection is closed.
    asio::awaitable<transport::http_response_message*> exchange(time_point deadline);

    /// The request's bytes, to be filled before exchange(); its memory is used again.
    std::string& request() noexcept { return request_; }

    /// Open, and nothing came while it was idle: asked just before it is used again.
    bool reusable() noexcept;
    bool open() const noexcept { return open_; }
    /// Requests answered so far.
    unsigned served() const noexcept { return served_; }
    /// Whether anything of the current answer had arrived.
    bool answer_begun() const noexcept { return parser_.started(); }
    time_point idle_since() const noexcept { return idle_since_; }
    void close() noexcept;

private:
    void take(std::size_t size);
    void watch(time_point deadline);
    void on_watchdog();
    error explain(const std::exception_ptr& failure) const;

    std::shared_ptr<transport::runtime> runtime_;
    std::unique_ptr<transport::byte_stream> stream_;
    transport::http_response_parser parser_;
    std::string request_;
    std::vector<std::byte> buffer_;
    unsigned served_ = 0;
    bool sent_ = false; ///< all of the request has been handed to the system
    bool open_ = true;
    time_point idle_since_;
    // One timer a connection, moved only when it must fire sooner: a timer a request would cost more than the rest.
    time_point due_ = time_point::max();
    time_point armed_for_ = time_point::max();
    transport::runtime::timer_id watchdog_ = 0;
    bool timed_out_ = false;
};

} // namespace corogql::detail
