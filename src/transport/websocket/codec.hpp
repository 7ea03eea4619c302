/// RFC 6455 as bytes in, messages out, and the other way round; no socket and no timer.
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
        dry,    ///< nothing more until further bytes come
        text,   ///< a whole message in `data`
        binary, ///< a whole message in `data`
        ping,   ///< answered already
        pong,   ///< its payload in `data`
        closed, ///< the peer closed: its `code` (1005 when it named none), its reason in `data`
        failed, ///< the peer broke a rule: the `code` we answer with, the reason in `data`
        ended,  ///< the bytes ended without a close frame
    };
    type kind = type::dry;
    std::uint16_t code = 0;
    std::string_view data; ///< valid until the next call of next() or commit()
};

class websocket_codec {
public:
    /// For a link whose upgrade is done. A message of more than `max_message` bytes fails the link with 1009.
    websocket_codec(websocket_role role, std::size_t max_message);
    ~websocket_codec();
    websocket_codec(const websocket_codec&) = delete;
    websocket_codec& operator=(const websocket_codec&) = delete;

    /// Room for at least `size` bytes from the peer, then how many of them came.
    std::span<std::byte> prepare(std::size_t size);
    void commit(std::size_t size);
    /// The peer's bytes have ended.
    void end();

    /// The next event; after `closed`, `failed` or `ended` there are no others.
    websocket_event next();

    /// Calls after close(), or after the peer's close, are ignored.
    void send_text(std::string_view message);
    void send_binary(std::string_view message);
    void send_ping(std::string_view payload);
    /// Begins the closing handshake: `reason` is cut at 123 bytes (on a UTF-8 boundary). next() still gives what
    /// arrives until the peer's `closed`.
    void close(std::uint16_t code, std::string_view reason);
    bool closing() const noexcept;

    /// Bytes for the peer. The writer takes them away by swap or clear.
    std::string& output() noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::transport
