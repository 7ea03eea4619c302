/// A random websocket stream, and what must come of it.
#pragma once

#include "../../../support/websocket_frames.hpp"

#include <random>
#include <utility>

namespace wire {

using type = websocket_event::type;

inline constexpr std::size_t max_message = 5000;

struct outcome {
    std::vector<seen> events; ///< the words of a failure left out
    std::vector<frame> replies;
    bool operator==(const outcome&) const = default;
};

/// A stream and what must come of it.
class random_stream {
public:
    random_stream(std::mt19937& random, websocket_role role)
        : random_(random), client_(role == websocket_role::client) {
        for (auto rounds = below(6); rounds > 0; --rounds) {
            controls();
            message();
        }
        controls();
        if (const auto end = below(100); end < 14)
            peer_closes();
        else if (end < 28)
            violation();
        else
            cut();
    }

    std::string bytes;
    outcome expected;
    unsigned close_code = 0; ///< That of the close frame, if there is one.

private:
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    void put(frame from) {
        from.masked = !client_;
        from.key = static_cast<std::uint32_t>(random_());
        bytes += wire::bytes(from);
    }

    void reply(unsigned opcode, std::string payload) {
        expected.replies.push_back({.opcode = opcode, .payload = std::move(payload), .masked = client_});
    }

    /// Characters of one to four bytes.
    std::string utf8(std::size_t size) {
        static constexpr std::string_view characters[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
        std::string out;
        while (out.size() < size) out += characters[below(8) < 5 ? 0 : below(4)];
        return out;
    }

    std::string noise(std::size_t size) {
        std::string out(size, '\0');
        for (auto& byte : out) byte = octet(random_());
        return out;
    }

    void controls() {
        while (below(3) == 0) {
            const auto payload = noise(below(4) == 0 ? below(126) : below(5));
            const bool is_ping = below(2) == 0;
            put({.opcode = is_ping ? ping : pong, .payload = payload});
            expected.events.push_back({is_ping ? type::ping : type::pong, 0, payload});
            if (is_ping) reply(pong, payload);
        }
    }

    /// Begins a message with fragments that split characters, controls between them. `opcode` becomes that of
    /// the next fragment; returns what is left to send.
    std::string begin(unsigned& opcode, std::string rest) {
        while (below(2) == 0) {
            const auto size = std::min<std::size_t>(rest.size(), below(40));
            put({.opcode = std::exchange(opcode, continuation), .payload = rest.substr(0, size), .fin = false});
            rest.erase(0, size);
            controls();
        }
        return rest;
    }

    void message() {
        const bool is_text = below(2) == 0;
        const auto size = below(10) == 0 ? below(4000) : below(160);
        const auto payload = is_text ? utf8(size) : noise(size);
        unsigned opcode = is_text ? text : binary;
        auto last = begin(opcode, payload);
        put({.opcode = opcode, .payload = std::move(last)});
        expected.events.push_back({is_text ? type::text : type::binary, 0, payload});
    }

    void peer_closes() {
        static constexpr unsigned good[] = {1000, 1001, 1011, 1014, 3000, 4400, 4999};
        static constexpr unsigned bad[] = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000};
        if (below(5) == 0) {
            put({.opcode = wire::close_opcode});
            expected.events.push_back({type::closed, 1005, {}});
            reply(wire::close_opcode, {});
        } else if (below(3) == 0) {
            put(close_frame(close_code = bad[below(std::size(bad))]));
            fails(1002);
        } else {
            const auto code = close_code = good[below(std::size(good))];
            const auto reason = code == 1014 ? std::string() : utf8(below(100));
            put(close_frame(code, reason));
            expected.events.push_back({type::closed, static_cast<std::uint16_t>(code), reason});
            reply(wire::close_opcode, close_payload(code));
        }
        bytes += noise(below(40));
    }

    void violation() {
        unsigned opcode = binary;
        switch (below(7)) {
        case 0: put({.opcode = 3 + below(5), .payload = noise(below(20))}); return fails(1002);
        case 1: put({.payload = "x", .reserved_bits = 1 + below(7)}); return fails(1002);
        case 2: put({.opcode = ping, .payload = "x", .fin = false}); return fails(1002);
        case 3: put({.opcode = continuation}); return fails(1002);
        case 4:
            begin(opcode, noise(200));
            put({.opcode = opcode, .payload = noise(max_message + 1)});
            return fails(1009);
        case 5: {
            opcode = text;
            const auto rest = begin(opcode, utf8(below(100)));
            put({.opcode = opcode, .payload = rest + "\xff" + utf8(below(50)), .fin = below(2) == 0});
            return fails(1007);
        }
        default:
            put({.opcode = binary, .payload = "a", .fin = false});
            controls();
            put({.opcode = text, .payload = "b"});
            return fails(1002);
        }
    }

    void fails(unsigned code) {
        expected.events.push_back({type::failed, static_cast<std::uint16_t>(code), {}});
        reply(wire::close_opcode, close_payload(code));
        bytes += noise(below(40));
    }

    /// The bytes end, perhaps within a message or a frame.
    void cut() {
        unsigned opcode = binary;
        begin(opcode, noise(below(100)));
        if (below(2) == 0) {
            frame half{.opcode = ping, .payload = noise(1 + below(60)), .masked = !client_};
            const auto whole = wire::bytes(half);
            bytes += whole.substr(0, below(static_cast<unsigned>(whole.size())));
        }
        expected.events.push_back({type::ended, 0, {}});
    }

    std::mt19937& random_;
    const bool client_;
};

} // namespace wire
