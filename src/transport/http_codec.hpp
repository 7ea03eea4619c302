/// HTTP/1.1 messages from bytes; no socket. Framing rules (RFC 9112) are Beast's, behind these classes.
#pragma once

#include "values/header_list.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace corogql::transport {

struct http_limits {
    std::size_t header = 64 * 1024;       ///< of the header block
    std::size_t body = 16 * 1024 * 1024;  ///< as sent, before any content coding is undone
};

struct http_response_message {
    unsigned status = 0;
    std::string reason;
    unsigned version = 11; ///< 10 or 11
    detail::header_list headers;
    std::string body;
    bool keep_alive = false; ///< whether another request may follow on the connection
};

/// Reads one response at a time. Interim responses (1xx other than 101) are skipped, 32 of them at most; a 101
/// ends with its header block. Errors are corogql::error: protocol (bad framing, truncation) or limit, phase receive.
class http_response_parser {
public:
    explicit http_response_parser(http_limits limits);
    ~http_response_parser();

    /// Makes ready for the next response; memory is used again.
    void reset();
    /// Takes bytes, says how many; what is left belongs to whatever follows the response.
    std::size_t put(std::span<const std::byte> bytes);
    /// The peer's bytes have ended: completes a body that is delimited by the end, else throws `protocol`
    /// (truncated). Must not be called before started().
    void put_end();

    bool started() const noexcept; ///< a byte of a final or interim response has come
    bool done() const noexcept;
    http_response_message& message() noexcept; ///< complete when done()

private:
    struct state;
    std::unique_ptr<state> state_;
};

struct http_request_message {
    std::string method;
    std::string target;
    detail::header_list headers;
    std::string body;
    bool keep_alive = false;
    bool upgrade = false; ///< asks for a websocket; no body
};

/// The server's side, for the built-in server.
class http_request_parser {
public:
    explicit http_request_parser(http_limits limits);
    ~http_request_parser();

    void reset();
    std::size_t put(std::span<const std::byte> bytes);
    bool started() const noexcept;
    bool done() const noexcept;
    http_request_message& message() noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::transport
