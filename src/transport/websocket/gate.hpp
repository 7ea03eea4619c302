/// A websocket_gate stands before the websocket engine and lets whole frames through only.
///
/// The engine keeps half a header or half a control frame badly: what it holds of a fragmented message gets mixed up,
/// in silence. So it may run out of bytes between frames only. The gate also knows when reading is worth while: when a
/// whole message has passed, or any frame after the last one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace corogql::transport {

class websocket_gate {
public:
    /// `masked` says whether the peer must mask its frames, as clients do.
    websocket_gate(bool masked, std::size_t max_message) noexcept;

    /// Returns how many more of `bytes`, which begin where the bytes that have passed end, may pass: whole frames,
    /// nothing after a close frame, and everything from the first irregular header on, which is then for the engine to
    /// refuse.
    std::size_t scan(std::span<const std::byte> bytes) noexcept;

    /// Whether a read will find a message, a control frame, a fragment or a violation.
    bool readable() const noexcept { return messages_ > 0 || loose_ || irregular_; }
    void took_message() noexcept;
    void ran_dry() noexcept;

    bool irregular() const noexcept { return irregular_; }
    /// The size of a message that is larger than allowed, as its frames had announced when that was noticed. Otherwise
    /// 0.
    std::uint64_t oversize() const noexcept { return oversize_; }
    /// The code of the close frame that has passed; 0 when there was none.
    std::uint16_t close_code() const noexcept { return close_code_; }

private:
    struct frame;
    bool regular(const frame& header) const noexcept;
    void pass(const frame& header, std::span<const std::byte> whole) noexcept;

    std::uint64_t max_message_;
    std::uint64_t message_size_ = 0; ///< The size of the message that has begun and not ended.
    std::uint64_t awaited_ = 0;      ///< The size of the frame that is still incomplete, once its header is known.
    std::uint64_t oversize_ = 0;
    std::size_t messages_ = 0; ///< The number of whole messages that have passed and were not read.
    std::uint16_t close_code_ = 0;
    bool masked_;
    bool in_message_ = false;
    bool loose_ = false; ///< Whether frames have passed after the last whole message.
    bool irregular_ = false;
    bool closed_ = false;
};

} // namespace corogql::transport
