/// Websocket frames are written and read by hand here: the other side of the codec's tests.
#pragma once

#include "transport/websocket/codec.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

using corogql::transport::websocket_codec;
using corogql::transport::websocket_event;
using corogql::transport::websocket_role;

enum opcode : unsigned { continuation = 0, text = 1, binary = 2, close_opcode = 8, ping = 9, pong = 10 };

struct frame {
    unsigned opcode = text;
    std::string payload;
    bool fin = true;
    bool masked = false;
    unsigned reserved_bits = 0;
    std::uint32_t key = 0x12345678;

    bool operator==(const frame& other) const {
        return opcode == other.opcode && payload == other.payload && fin == other.fin && masked == other.masked;
    }
};

inline char octet(std::uint64_t value) { return static_cast<char>(value & 0xff); }

inline void mask(std::string& payload, const std::string& key) {
    for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ key[i % 4]);
}

inline std::string bytes(const frame& from) {
    const auto size = from.payload.size();
    std::string out{octet((from.fin ? 0x80u : 0u) | from.reserved_bits << 4 | from.opcode)};
    const unsigned bit = from.masked ? 0x80 : 0;
    const int extra = size < 126 ? 0 : size < 65536 ? 2 : 8;
    out += octet(bit | (extra == 0 ? size : extra == 2 ? 126u : 127u));
    for (int i = extra - 1; i >= 0; --i) out += octet(std::uint64_t{size} >> (8 * i));
    auto payload = from.payload;
    if (from.masked) {
        const std::string key{octet(from.key), octet(from.key >> 8), octet(from.key >> 16), octet(from.key >> 24)};
        out += key;
        mask(payload, key);
    }
    return out + payload;
}

/// Returns the frames that a codec wrote: whole ones, masks taken off.
inline std::vector<frame> frames(std::string_view from) {
    std::vector<frame> out;
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(from.at(i)); };
    while (!from.empty()) {
        frame next{.opcode = at(0) & 0x0fu,
                   .payload = {},
                   .fin = (at(0) & 0x80) != 0,
                   .masked = (at(1) & 0x80) != 0,
                   .reserved_bits = at(0) >> 4 & 7u};
        std::uint64_t size = at(1) & 0x7f;
        const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (extra > 0) size = 0;
        for (std::size_t i = 0; i < extra; ++i) size = size << 8 | at(2 + i);
        from.remove_prefix(2 + extra);
        std::string key(4, '\0');
        if (next.masked) {
            key = from.substr(0, 4);
            from.remove_prefix(4);
        }
        if (size > from.size()) throw std::runtime_error("half a frame was written");
        next.payload = from.substr(0, static_cast<std::size_t>(size));
        mask(next.payload, key);
        from.remove_prefix(next.payload.size());
        out.push_back(next);
    }
    return out;
}

inline std::string close_payload(unsigned code, std::string_view reason = {}) {
    return std::string{octet(code >> 8), octet(code)} + std::string(reason);
}

inline frame close_frame(unsigned code, std::string_view reason = {}) {
    return {.opcode = close_opcode, .payload = close_payload(code, reason)};
}

/// An event that owns its text.
struct seen {
    websocket_event::type kind;
    std::uint16_t code = 0;
    std::string data;
    bool operator==(const seen&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const seen& event) {
    return out << '{' << static_cast<int>(event.kind) << ' ' << event.code << " \"" << event.data.substr(0, 80)
               << "\"}";
}

inline std::ostream& operator<<(std::ostream& out, const frame& from) {
    return out << "{opcode " << from.opcode << " \"" << from.payload.substr(0, 80) << "\"}";
}

template <class T>
std::ostream& operator<<(std::ostream& out, const std::vector<T>& list) {
    for (const auto& item : list) out << item << ' ';
    return out;
}

inline void feed_bytes(websocket_codec& codec, std::string_view bytes) {
    const auto room = codec.prepare(bytes.size());
    if (!bytes.empty()) std::memcpy(room.data(), bytes.data(), bytes.size());
    codec.commit(bytes.size());
}

inline std::vector<seen> drain(websocket_codec& codec) {
    std::vector<seen> out;
    for (;;) {
        const auto event = codec.next();
        if (event.kind == websocket_event::type::dry) return out;
        out.push_back({event.kind, event.code, std::string(event.data)});
    }
}

inline std::vector<seen> take(websocket_codec& codec, std::string_view bytes) {
    feed_bytes(codec, bytes);
    return drain(codec);
}

inline std::vector<frame> written(websocket_codec& codec) {
    auto out = frames(codec.output());
    codec.output().clear();
    return out;
}

} // namespace wire
