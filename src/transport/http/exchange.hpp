/// An http_exchange sends requests and takes in their answers, one after the other over a byte stream: the HTTP/1.1
/// that calls, streams and the websocket upgrade share. It goes step by step, so that it needs no other coroutine than
/// the caller's.
///
///     exchange.begin(request);
///     if (!exchange.sent()) co_await exchange.send();
///     while (!exchange.answered()) exchange.take(co_await exchange.read());
#pragma once

#include "transport/byte_stream.hpp"
#include "transport/http/codec.hpp"
#include "transport/http/request.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::transport {

class http_exchange {
public:
    /// The stream must outlive the exchange. At most `read_size` bytes are read at once.
    http_exchange(byte_stream& stream, http_limits limits, std::size_t read_size = 16 * 1024);

    /// Sends as much of the request as goes out without waiting. What came of an answer before is forgotten; memory is
    /// used again.
    void begin(const http_request& request);
    void begin(const written_request& request);
    /// The size of the request in bytes, without the bytes that are to follow it.
    std::size_t size() const noexcept { return request_.size(); }
    std::size_t handed_over() const noexcept { return handed_over_; }
    bool sent() const noexcept { return handed_over_ == request_.size(); }
    /// Sends the rest of the request's bytes.
    asio::awaitable<void> send() { return write(asio::buffer(request_) + handed_over_); }
    /// Sends some of the bytes that follow the request.
    asio::awaitable<void> send_following(asio::const_buffer bytes) { return write(bytes); }

    asio::awaitable<std::size_t> read() { return stream_.read_some(asio::buffer(buffer_)); }
    /// Takes the bytes that read() gave, of which `size` says how many. Throws corogql::error: `protocol`, for the end
    /// of the bytes within an answer as well, and `limit`; but the status of a failure counts, however much text stands
    /// under it.
    void take(std::size_t size);

    /// Whether a byte of the answer has come.
    bool started() const noexcept { return parser_.started(); }
    /// Whether status and header fields are there; what came of the body may then be taken out of answer().
    bool has_head() const noexcept { return parser_.has_head(); }
    /// Whether the answer is whole, or cut.
    bool answered() const noexcept { return parser_.done() || cut_; }
    /// Whether the body of a failure was too large: what came of it is kept, and nothing more can be read here.
    bool cut() const noexcept { return cut_; }
    detail::http_response& answer() noexcept { return parser_.message(); }
    /// The bytes that came with the end of the answer and belong to what follows it. They stay until the next read().
    std::string_view behind() const noexcept { return behind_; }

private:
    void start();
    asio::awaitable<void> write(asio::const_buffer bytes);
    bool failed() noexcept;

    byte_stream& stream_;
    http_response_parser parser_;
    std::string request_;
    /// The bytes of the request that the system has taken without waiting.
    std::size_t handed_over_ = 0;
    asio::const_buffer unwritten_; ///< The bytes that write() was given.
    std::vector<std::byte> buffer_;
    std::string_view behind_;
    bool upgrades_ = false; ///< Whether the request asks for another protocol.
    bool cut_ = false;
};

} // namespace corogql::transport
