/// The websocket codec is RFC 6455 as bytes in, messages out, and the other way round; it has no socket and no timer.
///
/// The reader puts what it read into prepare()/commit(), then calls next() until it is dry; the writer sends what
/// gathers in output(). Pongs and the answer to a close frame are written to output() by the codec itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace corogql::transport {

enum class websocket_role { client, server };

struct websocket_event {
    enum class type {
        dry,    ///< There is nothing more until further bytes come.
        text,   ///< A whole text message is in `data`.
        binary, ///< A whole binary message is in `data`.
        ping,   ///< A ping has come, and is answered already.
        pong,   ///< A pong has come, with its payload in `data`.
        closed, ///< The peer closed: its `code` (1005 when it named none), and its reason in `data`.
        failed, ///< The peer broke a rule: the `code` we answer with, and the reason in `data`.
        ended,  ///< The bytes ended without a close frame.
    };
    type kind = type::dry;
    std::uint16_t code = 0;
    std::string_view data; ///< The view is valid until the next call of next() or commit().
};

class websocket_codec {
public:
    /// Makes the codec of a link whose upgrade is done. A message of more than `max_message` bytes fails the link with
    /// 1009.
    websocket_codec(websocket_role role, std::size_t max_message);
    ~websocket_codec();
    websocket_codec(const websocket_codec&) = delete;
    websocket_codec& operator=(const websocket_codec&) = delete;

    /// Returns room for at least `size` bytes from the peer; commit() then tells how many of them came.
    std::span<std::byte> prepare(std::size_t size);
    void commit(std::size_t size);
    /// Tells that the peer's bytes have ended.
    void end();

    /// Returns the next event; after `closed`, `failed` or `ended` there are no others.
    websocket_event next();

    /// Writes a text message into output(). All calls that send, made after close() or after the peer's close, are
    /// ignored.
    void send_text(std::string_view message);
    void send_binary(std::string_view message);
    void send_ping(std::string_view payload);
    /// Begins the closing handshake: `reason` is cut at 123 bytes (on a UTF-8 boundary). next() still gives what
    /// arrives until the peer's `closed`.
    void close(std::uint16_t code, std::string_view reason);
    bool closing() const noexcept;

    /// The bytes for the peer. The writer takes them away by swap or clear.
    std::string& output() noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::transport
