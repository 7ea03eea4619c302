#include "transport/websocket/gate.hpp"

namespace corogql::transport {
namespace {

constexpr unsigned continuation = 0, binary = 2, close_opcode = 8, pong = 10;

unsigned octet(std::span<const std::byte> bytes, std::size_t index) noexcept {
    return std::to_integer<unsigned>(bytes[index]);
}

} // namespace

struct websocket_gate::frame {
    unsigned opcode = 0;
    bool fin = false, reserved_bits = false, masked = false, shortest = true;
    /// The size of the header; 0 when not all of it has come.
    std::size_t header_size = 0;
    std::uint64_t size = 0; ///< The size of the payload.

    explicit frame(std::span<const std::byte> bytes) noexcept {
        if (bytes.size() < 2) return;
        const unsigned first = octet(bytes, 0), second = octet(bytes, 1), length = second & 0x7f;
        opcode = first & 0x0f;
        fin = (first & 0x80) != 0;
        reserved_bits = (first & 0x70) != 0;
        masked = (second & 0x80) != 0;
        const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
        const std::size_t whole = 2 + extra + (masked ? 4 : 0);
        if (bytes.size() < whole) return;
        header_size = whole;
        size = extra == 0 ? length : 0;
        for (std::size_t i = 0; i < extra; ++i) size = size << 8 | octet(bytes, 2 + i);
        shortest = extra == 0 || size > (extra == 2 ? 125u : 65535u);
    }
    bool control() const noexcept { return opcode >= close_opcode; }
};

websocket_gate::websocket_gate(bool masked, std::size_t max_message) noexcept
    : max_message_(max_message), masked_(masked) {}

std::size_t websocket_gate::scan(std::span<const std::byte> bytes) noexcept {
    std::size_t passed = 0;
    while (!closed_ && !irregular_) {
        const auto rest = bytes.subspan(passed);
        if (rest.size() < awaited_) break;
        const frame header(rest);
        if (header.header_size == 0) break;
        irregular_ = !regular(header);
        if (irregular_) {
            if (!header.control() && header.size > max_message_ - message_size_)
                oversize_ = header.size < UINT64_MAX - message_size_ ? message_size_ + header.size : UINT64_MAX;
            break;
        }
        awaited_ = header.header_size + header.size;
        if (rest.size() < awaited_) break;
        const auto whole = static_cast<std::size_t>(awaited_);
        pass(header, rest.first(whole));
        passed += whole;
        awaited_ = 0;
    }
    return irregular_ ? bytes.size() : passed;
}

bool websocket_gate::regular(const frame& header) const noexcept {
    if (header.reserved_bits || header.masked != masked_ || !header.shortest) return false;
    if (header.control()) return header.opcode <= pong && header.fin && header.size <= 125;
    if (header.opcode > binary || in_message_ != (header.opcode == continuation)) return false;
    return header.size <= max_message_ - message_size_;
}

void websocket_gate::pass(const frame& header, std::span<const std::byte> whole) noexcept {
    if (!header.control()) {
        in_message_ = !header.fin;
        message_size_ = header.fin ? 0 : message_size_ + header.size;
        if (header.fin) {
            ++messages_;
            loose_ = false;
            return;
        }
    } else if (header.opcode == close_opcode) {
        closed_ = true;
        if (header.size >= 2) {
            const auto at = header.header_size;
            close_code_ = static_cast<std::uint16_t>(octet(whole, at) << 8 | octet(whole, at + 1));
            if (header.masked)
                close_code_ ^= static_cast<std::uint16_t>(octet(whole, at - 4) << 8 | octet(whole, at - 3));
        }
    }
    loose_ = true;
}

void websocket_gate::took_message() noexcept {
    if (messages_ > 0) --messages_;
}

void websocket_gate::ran_dry() noexcept {
    messages_ = 0;
    loose_ = false;
}

} // namespace corogql::transport
