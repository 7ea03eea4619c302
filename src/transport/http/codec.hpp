/// The HTTP codec makes HTTP/1.1 messages of bytes (RFC 9112), without a socket. It is strict where leniency would let
/// two parties read two different messages. Its errors are corogql::error: `protocol` (bad framing, truncation) or
/// `limit`, phase `receive`.
#pragma once

#include "transport/http/body.hpp"
#include "transport/http/head.hpp"
#include "transport/http/lines.hpp"
#include "values/http_message.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace corogql::transport {

struct http_limits {
    std::size_t header = 64 * 1024; ///< The largest size of the header block in bytes.
    std::size_t body =
        16 * 1024 * 1024; ///< The largest size of the body in bytes as sent, before any content coding is undone.
};

struct http_request_message : detail::http_message {
    std::string method;
    std::string target;
    bool upgrade = false; ///< Whether the request asks for a websocket.
};

/// Reads one message at a time, and has what responses and requests have in common.
class http_parser {
public:
    http_parser(const http_parser&) = delete;
    http_parser& operator=(const http_parser&) = delete;

    /// Makes ready for the next message; memory is used again.
    void reset();
    /// Takes bytes and returns how many it took; what is left belongs to whatever follows the message.
    std::size_t put(std::span<const std::byte> bytes);
    /// Tells that the peer's bytes have ended: completes a body that is delimited by the end, else throws `protocol`
    /// (truncated).
    void put_end();

    /// Whether a byte of the message has come; interim responses before it do not count.
    bool started() const noexcept { return next_ != part::start_line || !lines_.partial().empty(); }
    /// Whether the message's head is whole.
    bool has_head() const noexcept { return next_ == part::body || done(); }
    bool done() const noexcept { return next_ == part::nothing; }

protected:
    http_parser(http_limits limits, detail::http_message& message);
    ~http_parser() = default;

    enum class part { start_line, fields, body, nothing };

    virtual void read_start_line(std::string_view line) = 0;
    /// Takes the start line at the front of `bytes` if it is the usual one, and returns how long it is with its CRLF; 0
    /// where it took none.
    virtual std::size_t take_usual_start_line(std::string_view) { return 0; }
    /// Begins the body, or the next head, after a head that is whole.
    virtual part end_head() = 0;
    /// Refuses the beginning of a start line as soon as nothing good can come of it.
    virtual void check_beginning(std::string_view) const {}

    http_body body_;
    unsigned interim_ = 0; ///< The number of heads that were skipped before the message's.

private:
    std::size_t take_plain_line(std::string_view bytes);
    void take_line(std::string_view line);
    void on_head();

    detail::http_message& common_;
    http_lines lines_;
    part next_ = part::start_line;
};

/// Reads responses. Skips interim ones (1xx other than 101), 32 of them at most; a 101 ends with its head.
class http_response_parser final : public http_parser {
public:
    explicit http_response_parser(http_limits limits) : http_parser(limits, message_) {}

    detail::http_response& message() noexcept { return message_; } ///< The message is complete when done().

private:
    void read_start_line(std::string_view line) override;
    std::size_t take_usual_start_line(std::string_view bytes) override;
    part end_head() override;
    void check_beginning(std::string_view piece) const override;

    detail::http_response message_;
};

/// Reads requests, for the built-in server.
class http_request_parser final : public http_parser {
public:
    explicit http_request_parser(http_limits limits) : http_parser(limits, message_) {}

    http_request_message& message() noexcept { return message_; }

private:
    void read_start_line(std::string_view line) override;
    part end_head() override;

    http_request_message message_;
};

} // namespace corogql::transport
