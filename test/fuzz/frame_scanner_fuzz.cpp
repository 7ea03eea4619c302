// The websocket codec gives the same events for bytes in one piece and in pieces. The first byte says where they are
// cut, the second whether the peer is a client.
#include "fuzz.hpp"

#include "transport/websocket/codec.hpp"

#include <cstring>
#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::fuzz;
using transport::websocket_codec;
using transport::websocket_event;

namespace {

std::vector<std::string> events(std::string_view bytes, std::size_t piece, transport::websocket_role role) {
    websocket_codec codec(role, 1000);
    std::vector<std::string> seen;
    const auto drain = [&] {
        for (;;) {
            const auto event = codec.next();
            if (event.kind == websocket_event::type::dry) return true;
            seen.push_back(std::to_string(static_cast<int>(event.kind)) + " " + std::to_string(event.code) + " " +
                           std::string(event.data));
            if (event.kind >= websocket_event::type::closed) return false;
        }
    };
    for (std::size_t at = 0; at < bytes.size();) {
        const auto part = bytes.substr(at, piece);
        at += part.size();
        std::memcpy(codec.prepare(part.size()).data(), part.data(), part.size());
        codec.commit(part.size());
        if (!drain()) return seen;
    }
    codec.end();
    require(!drain()); // the end of the bytes is the end
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto bytes = text_of(data + 2, size - 2);
    const auto role = data[1] % 2 ? transport::websocket_role::server : transport::websocket_role::client;
    require(events(bytes, bytes.size() + 1, role) == events(bytes, data[0] % 16 + 1u, role));
    return 0;
}
