/// The websocket codec is RFC 6455 as bytes in, messages out, and the other way round; it has no socket and no timer.
///
/// The reader puts what it read into prepare()/commit(), then calls next() until it is dry; the writer sends what
/// gathers in output(). Pongs and the answer to a close frame are written to output() by the codec itself.
#pragma once

#include "transport/websocket/frame.hpp"
#include "transport/websocket/mask_keys.hpp"
#include "transport/websocket/read_buffer.hpp"

#include <cstdint>
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
    std::string_view data; ///< The view is valid until the next call of next() or prepare().
};

/// A message that comes in one frame is shown where it lies in the memory it was read into; only fragments are
/// gathered.
class websocket_codec {
public:
    /// Makes the codec of a link whose upgrade is done. A message of more than `max_message` bytes fails the link with
    /// 1009. Whether a text message that came in one frame is UTF-8 may be left to who reads it.
    websocket_codec(websocket_role role, std::size_t max_message, bool checks_text = true);
    /// These are the words for text that is none, which fails the link with 1007.
    static constexpr const char* not_text = "a text message is not valid utf8";

    /// Returns room for at least `size` bytes from the peer; commit() then tells how many of them came.
    std::span<std::byte> prepare(std::size_t size);
    void commit(std::size_t size);
    /// Tells that the peer's bytes have ended.
    void end() noexcept { bytes_ended_ = true; }

    /// Returns the next event; after `closed`, `failed` or `ended` there are no others.
    websocket_event next();

    /// Writes a text message into output(). All calls that send, made after close() or after the peer's close, are
    /// ignored.
    void send_text(std::string_view message) { send(websocket_opcode::text, message); }
    void send_binary(std::string_view message) { send(websocket_opcode::binary, message); }
    void send_ping(std::string_view payload);
    /// Begins the closing handshake: `reason` is cut at 123 bytes (on a UTF-8 boundary). next() still gives what
    /// arrives until the peer's `closed`.
    void close(std::uint16_t code, std::string_view reason);
    bool closing() const noexcept { return closing_; }

    /// The bytes for the peer. The writer takes them away by swap or clear.
    std::string& output() noexcept { return output_; }

private:
    void take_away() noexcept;
    const char* broken_rule(const websocket_frame& frame) const noexcept;
    websocket_event whole(bool text, std::string_view bytes);
    websocket_event fragment(const websocket_frame& frame, std::string_view bytes);
    websocket_event control(websocket_opcode kind, std::string_view payload);
    websocket_event closed(std::uint16_t code, std::string_view reason);
    websocket_event fail(std::uint16_t code, std::string rule);
    websocket_event oversize(std::uint64_t size);
    void send(websocket_opcode kind, std::string_view payload);

    const websocket_role role_;
    const std::size_t max_message_;
    const bool checks_text_;
    read_buffer input_;
    std::size_t shown_ = 0; ///< So many bytes at the front of the input are those of the last event.
    std::string message_;   ///< The fragments of a message.
    std::size_t checked_ = 0;
    std::string problem_;
    std::string output_;
    websocket_mask_keys mask_keys_;
    bool in_message_ = false, text_ = false, closing_ = false, bytes_ended_ = false, over_ = false;
};

} // namespace corogql::transport
