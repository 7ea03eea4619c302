#include "../../../support/websocket_frames.hpp"
#include "transport/websocket/gate.hpp"

#include <doctest/doctest.h>

using namespace corogql::transport;
using wire::frame;

namespace {

constexpr std::size_t gate_limit = 1000;

std::size_t scan(websocket_gate& gate, std::string_view bytes) { return gate.scan(std::as_bytes(std::span(bytes))); }

/// Size from which on a stream that grows byte by byte is irregular; 0 when it never is.
std::size_t refused_at(std::string_view bytes, bool masked = false) {
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        websocket_gate gate(masked, gate_limit);
        scan(gate, bytes.substr(0, size));
        if (gate.irregular()) return size;
    }
    return 0;
}

} // namespace

TEST_CASE("gate: whole frames pass, and nothing of the next one") {
    const auto one = bytes(frame{.payload = "hello"}), two = bytes(frame{.payload = std::string(200, 'x')});
    const auto both = one + two;
    websocket_gate gate(false, gate_limit);
    for (std::size_t size = 0; size < one.size(); ++size) CHECK(scan(gate, both.substr(0, size)) == 0);
    CHECK_FALSE(gate.readable());
    CHECK(scan(gate, both.substr(0, one.size() + 3)) == one.size());
    CHECK(gate.readable());
    const auto rest = both.substr(one.size());
    for (std::size_t size = 0; size < rest.size(); ++size) CHECK(scan(gate, rest.substr(0, size)) == 0);
    CHECK(scan(gate, rest) == rest.size());
    gate.took_message();
    CHECK(gate.readable());
    gate.took_message();
    CHECK_FALSE(gate.readable());
}

TEST_CASE("gate: frames after the last message are worth one read") {
    websocket_gate gate(false, gate_limit);
    const auto message = bytes(frame{.payload = "a"}), ping = bytes(frame{.opcode = wire::ping});
    const auto begun = bytes(frame{.payload = "b", .fin = false});
    CHECK(scan(gate, ping) == ping.size());
    CHECK(gate.readable());
    gate.ran_dry();
    CHECK_FALSE(gate.readable());

    CHECK(scan(gate, ping + message) == ping.size() + message.size());
    gate.took_message();
    CHECK_FALSE(gate.readable());

    CHECK(scan(gate, message + begun + ping) == message.size() + begun.size() + ping.size());
    gate.took_message();
    CHECK(gate.readable());
    gate.ran_dry();

    const auto ended = bytes(frame{.opcode = wire::continuation});
    CHECK(scan(gate, ended) == ended.size());
    gate.took_message();
    CHECK_FALSE(gate.readable());
}

TEST_CASE("gate: nothing passes after a close frame, whose code is kept") {
    for (const bool masked : {false, true}) {
        auto close = wire::close_frame(4401, "no");
        close.masked = masked;
        const auto closing = bytes(close);
        websocket_gate gate(masked, gate_limit);
        CHECK(scan(gate, closing + "anything") == closing.size());
        CHECK(gate.close_code() == 4401);
        CHECK(gate.readable());
        CHECK(scan(gate, "anything") == 0);
    }
    websocket_gate gate(false, gate_limit);
    scan(gate, bytes(frame{.opcode = wire::close_opcode}));
    CHECK(gate.close_code() == 0);
}

TEST_CASE("gate: an irregular header is known as soon as it is complete, and lets everything pass") {
    const std::string tail(20, 'x');
    const auto control = [](unsigned opcode, std::size_t size, bool fin = true) {
        return bytes(frame{.opcode = opcode, .payload = std::string(size, 'x'), .fin = fin});
    };
    for (unsigned bits = 1; bits < 8; ++bits)
        CHECK(refused_at(bytes(frame{.payload = "x", .reserved_bits = bits})) == 2);
    for (const unsigned opcode : {3u, 4u, 5u, 6u, 7u, 11u, 12u, 13u, 14u, 15u})
        CHECK(refused_at(control(opcode, 3)) == 2);
    CHECK(refused_at(control(wire::ping, 3, false)) == 2);
    CHECK(refused_at(control(wire::ping, 125)) == 0);
    CHECK(refused_at(control(wire::ping, 126)) == 4);
    CHECK(refused_at(bytes(frame{.payload = "x", .masked = true})) == 6);
    CHECK(refused_at(bytes(frame{.payload = "x"}), true) == 2);
    CHECK(refused_at(control(wire::continuation, 3)) == 2);
    CHECK(refused_at(control(wire::text, 1, false) + control(wire::binary, 1)) == 5);
    CHECK(refused_at(control(wire::text, 1, false) + control(wire::continuation, 1)) == 0);

    websocket_gate gate(false, gate_limit);
    const auto good = bytes(frame{.payload = "a"});
    CHECK(scan(gate, good + "\xff\x7f" + tail.substr(0, 3)) == good.size()); // the length is still missing
    CHECK(scan(gate, "\xff\x7f" + tail) == 2 + tail.size());
    CHECK(scan(gate, tail) == tail.size());
}

TEST_CASE("gate: lengths that are not written in the shortest way are irregular") {
    using namespace std::string_literals;
    CHECK(refused_at("\x81\x7e\x00\x7d"s) == 4);
    CHECK(refused_at("\x81\x7e\x00\x7e"s) == 0);
    CHECK(refused_at("\x81\x7f\x00\x00\x00\x00\x00\x00\xff\xff"s) == 10);
}

TEST_CASE("gate: the size of a message is bounded at the header, over its fragments too") {
    using namespace std::string_literals;
    CHECK(refused_at("\x81\x7e\x03\xe8"s) == 0); // 1000
    CHECK(refused_at("\x81\x7e\x03\xe9"s) == 4); // 1001
    CHECK(refused_at("\x81\x7f\x80\x00\x00\x00\x00\x00\x00\x00"s) == 10);
    CHECK(refused_at("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"s) == 10);

    const auto half = bytes(frame{.payload = std::string(500, 'x'), .fin = false});
    const auto pinged = half + bytes(frame{.opcode = wire::ping, .payload = "not counted"});
    CHECK(refused_at(pinged + "\x00\x7e\x01\xf4"s) == 0);
    CHECK(refused_at(pinged + "\x00\x7e\x01\xf5"s) == pinged.size() + 4);

    websocket_gate gate(false, gate_limit);
    const auto message = bytes(frame{.payload = std::string(900, 'x')});
    CHECK(scan(gate, message + message) == 2 * message.size()); // the sum begins anew with each message
}
