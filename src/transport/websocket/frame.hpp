/// Websocket frames (RFC 6455, section 5.2): a header's bytes and what they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::transport {

enum class websocket_opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct websocket_frame {
    unsigned opcode = 0; ///< It may be one that there is not.
    bool fin = false, reserved_bits = false, masked = false;
    bool shortest = true;        ///< The size is written in as few bytes as it needs.
    std::size_t header_size = 0; ///< It is 0 where not all of the header is there.
    std::uint64_t size = 0;      ///< It is that of the payload.

    /// Reads the header that `bytes` begin with.
    explicit websocket_frame(std::string_view bytes) noexcept {
        if (bytes.size() < 2) return;
        const auto octet = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
        const unsigned first = octet(0), second = octet(1), length = second & 0x7f;
        const std::size_t extra = length < 126 ? 0 : length == 126 ? 2 : 8;
        opcode = first & 0x0f;
        fin = (first & 0x80) != 0;
        reserved_bits = (first & 0x70) != 0;
        masked = (second & 0x80) != 0;
        const std::size_t whole = 2 + extra + (masked ? 4 : 0);
        if (bytes.size() < whole) return;
        header_size = whole;
        if (extra == 0) {
            size = length;
            return;
        }
        for (std::size_t i = 0; i < extra; ++i) size = size << 8 | octet(2 + i);
        shortest = size > (extra == 2 ? 125u : 65535u);
    }

    bool is(websocket_opcode kind) const noexcept { return opcode == static_cast<unsigned>(kind); }
    bool control() const noexcept { return opcode >= static_cast<unsigned>(websocket_opcode::close); }
};

/// Masks a payload in place, or takes its mask off (RFC 6455, section 5.3). `key` has four bytes.
void mask_websocket_payload(char* payload, std::size_t size, const char* key) noexcept;

/// Appends a frame that is a whole message or a control. It is masked where there is a `key`, of four bytes.
void append_websocket_frame(std::string& to, websocket_opcode opcode, std::string_view payload, const char* key);

} // namespace corogql::transport
