#include "transport/websocket/frame.hpp"

#include <cstring>

namespace corogql::transport {

void mask_websocket_payload(char* payload, std::size_t size, const char* key) noexcept {
    std::uint64_t wide = 0;
    std::memcpy(&wide, key, 4);
    std::memcpy(reinterpret_cast<char*>(&wide) + 4, key, 4);
    std::size_t at = 0;
    for (; size - at >= sizeof wide; at += sizeof wide) {
        std::uint64_t part;
        std::memcpy(&part, payload + at, sizeof part);
        part ^= wide;
        std::memcpy(payload + at, &part, sizeof part);
    }
    for (; at < size; ++at) payload[at] = static_cast<char>(payload[at] ^ key[at % 4]);
}

void append_websocket_frame(std::string& to, websocket_opcode opcode, std::string_view payload, const char* key) {
    const auto size = payload.size();
    const int extra = size < 126 ? 0 : size < 65536 ? 2 : 8;
    to += static_cast<char>(0x80 | static_cast<unsigned>(opcode));
    to += static_cast<char>((key ? 0x80 : 0) | (extra == 0 ? static_cast<int>(size) : extra == 2 ? 126 : 127));
    for (int i = extra - 1; i >= 0; --i) to += static_cast<char>(std::uint64_t{size} >> 8 * i & 0xff);
    if (key) to.append(key, 4);
    to += payload;
    if (key) mask_websocket_payload(to.data() + to.size() - size, size, key);
}

} // namespace corogql::transport
