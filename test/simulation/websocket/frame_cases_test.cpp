// Websocket frames that are odd or forbidden.
#include "../support.hpp"

#include "../../support/websocket_frames.hpp"

#include "testing/simulation/simulated_socket.hpp"
#include "transport/tls/hash.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// These bytes come behind the first event. The subscription must end for good, with this code to the server.
error end_by_bytes(scene& on, const std::string& bytes, std::uint16_t code, client_options options) {
    on.server.on_subscribe([=](auto link, const auto& operation) {
        link.next(operation.id, count_data(1));
        link.send_bytes(bytes);
    });
    client api = on.connect(std::move(options));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    const auto seen = on.failure(stream);
    on.world.run_for(1h);
    CHECK(on.goodbyes == codes{code});
    CHECK(on.server.accepted() == 1);
    return seen;
}

void check_breaks(const wire::frame& bad, std::uint16_t code) {
    scene on;
    check_error(end_by_bytes(on, wire::bytes(bad), code, on.options()), error_kind::protocol, error_phase::stream,
                code);
}

std::string event_of(std::string_view id, int value) {
    return R"({"id":")" + std::string(id) + R"(","type":"next","payload":{"data":{"count":)" + std::to_string(value) +
           "}}}";
}

/// The other end of one connection, without a codec: it answers the upgrade, and then sees each frame. The scripted
/// server's own codec would swallow pong frames.
class raw_peer {
public:
    raw_peer(simulated_world& world, const std::string& at) {
        world.listening[at] = [this](auto socket) {
            socket_ = std::move(socket);
            socket_->changed = [this] { take(); };
        };
    }
    void send(const wire::frame& what) { socket_->send(wire::bytes(what)); }

    std::vector<wire::frame> seen;

private:
    void take() {
        const auto bytes = socket_->take(64 * 1024);
        if (upgraded_) {
            for (auto& each : wire::frames(bytes)) seen.push_back(std::move(each));
            return;
        }
        constexpr std::string_view field = "Sec-WebSocket-Key: ";
        const auto key = bytes.substr(bytes.find(field) + field.size(), 24);
        CHECK(key.ends_with("==")); // sixteen bytes, RFC 6455, section 4.1
        socket_->send("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: "
                      "graphql-transport-ws\r\nSec-WebSocket-Accept: " +
                      transport::sha1_base64(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11") + "\r\n\r\n");
        upgraded_ = true;
    }

    std::shared_ptr<simulated_socket> socket_;
    bool upgraded_ = false;
};

} // namespace

TEST_CASE("W49: a binary message is refused with 1003, even if it would be a good one as text") {
    scene on;
    const auto frame = wire::bytes({.opcode = wire::binary, .payload = event_of("1", 2)});
    const auto seen = end_by_bytes(on, frame, 1003, on.options());
    check_error(seen, error_kind::protocol, error_phase::stream, 1003);
    CHECK(says(seen, "binary"));
}

TEST_CASE_FIXTURE(scene, "W49: lenience takes a binary message for text, if it is UTF-8") {
    server.on_subscribe([](auto link, const auto& operation) {
        link.send_binary(event_of(operation.id, 7));
        link.send_binary("\xff");
    });
    client api = connect(websocket_options().lenient(true));
    auto stream = counts(api);
    CHECK(next(stream) == 7);
    check_error(failure(stream), error_kind::protocol, error_phase::stream, 1003);
}

TEST_CASE("W50: text that is not UTF-8 is refused with 1007") {
    for (const std::string bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        check_breaks({.payload = R"({"id":"1","type":"next","payload":{"data":{"text":")" + bad + "\"}}}"}, 1007);
        check_breaks({.payload = bad}, 1007);
    }
}

TEST_CASE("W51: a message in fragments of one byte, with pings between them, is put together; the pings are answered") {
    scene on;
    raw_peer peer(on.world.world(), "raw:80");
    client api = on.connect(client_options("http://raw/graphql").timeout(0s));
    auto stream = counts(api);
    REQUIRE(on.world.run_until([&] { return peer.seen.size() == 1; }, 1s));
    peer.send({.payload = R"({"type":"connection_ack"})"});
    REQUIRE(on.world.run_until([&] { return peer.seen.size() == 2; }, 1s));
    peer.seen.clear();
    const auto message = event_of("1", 7);
    for (std::size_t i = 0; i < message.size(); ++i) {
        peer.send({.opcode = i == 0 ? wire::text : wire::continuation,
                   .payload = message.substr(i, 1),
                   .fin = i + 1 == message.size()});
        if (i % 10 == 5) peer.send({.opcode = wire::ping, .payload = std::to_string(i)});
    }
    CHECK(on.next(stream) == 7);
    on.world.run_for(1s);
    REQUIRE(peer.seen.size() == (message.size() + 4) / 10);
    for (std::size_t i = 0; i < peer.seen.size(); ++i)
        CHECK(peer.seen[i] == wire::frame{.opcode = wire::pong, .payload = std::to_string(10 * i + 5), .masked = true});
}

TEST_CASE("W51: a network that hands everything over in small pieces changes nothing") {
    scene on(3);
    on.world.network().fragments(true);
    on.server.on_subscribe([](auto link, const auto& operation) {
        for (int i = 0; i < 50; ++i) {
            link.next(operation.id, count_data(i));
            link.send_ping("between");
        }
    });
    client api = on.connect();
    auto stream = counts(api);
    for (int i = 0; i < 50; ++i) CHECK(on.next(stream) == i);
}

TEST_CASE("W52: frames that RFC 6455 forbids break the link with 1002") {
    check_breaks({.payload = event_of("1", 2), .masked = true}, 1002);
    for (const unsigned bits : {1u, 2u, 4u, 7u})
        check_breaks({.payload = event_of("1", 2), .reserved_bits = bits}, 1002);
    for (const unsigned opcode : {3u, 7u, 11u, 15u}) check_breaks({.opcode = opcode, .payload = "x"}, 1002);
    for (const unsigned opcode : {wire::ping, wire::pong, wire::close_opcode})
        check_breaks({.opcode = opcode, .payload = {}, .fin = false}, 1002);
    check_breaks({.opcode = wire::ping, .payload = std::string(126, 'x')}, 1002);
    check_breaks({.opcode = wire::continuation, .payload = "x"}, 1002); // of nothing

    scene on; // a message within a message
    const auto bytes = wire::bytes({.payload = "{", .fin = false}) + wire::bytes({.payload = event_of("1", 2)});
    check_error(end_by_bytes(on, bytes, 1002, on.options()), error_kind::protocol, error_phase::stream, 1002);
}

TEST_CASE("W53: a message beyond the limit is refused with 1009, by its header alone, and not asked for again") {
    const auto limited = [](scene& on) { return on.options().max_message_size(1000); };
    const auto whole = wire::bytes({.payload = std::string(1001, 'x')});
    const auto parts = wire::bytes({.payload = std::string(600, 'x'), .fin = false}) +
                       wire::bytes({.opcode = wire::continuation, .payload = std::string(600, 'x')});
    const std::string four_exabytes("\x81\x7f\x40\0\0\0\0\0\0\0", 10);
    for (const auto& bytes : {whole, whole.substr(0, 4), parts, four_exabytes}) {
        CAPTURE(bytes.size());
        scene on;
        const auto seen = end_by_bytes(on, bytes, 1009, limited(on));
        check_error(seen, error_kind::limit, error_phase::stream, 1009);
        CHECK(says(seen, "1000"));
        CHECK(says(seen, "max_message_size"));
    }

    scene fits;
    fits.server.on_subscribe([](auto link, const auto& operation) {
        auto message = event_of(operation.id, 1);
        message.append(1000 - message.size(), ' ');
        link.send_text(message);
    });
    client api = fits.connect(limited(fits));
    auto stream = counts(api);
    CHECK(fits.next(stream) == 1);
}

TEST_CASE_FIXTURE(scene, "W27: a reason that was cut off within a character does not make a transient code final") {
    server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) link.send_bytes(wire::bytes(wire::close_frame(1001, "caf\xc3")));
    });
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    CHECK(next(stream) == 2);
}

TEST_CASE_FIXTURE(scene, "W53: the error says how large the message is") {
    server.on_subscribe([](auto link, const auto&) { link.send_text(std::string(1234, ' ')); });
    client api = connect(options().max_message_size(1000));
    auto stream = counts(api);
    const auto seen = failure(stream);
    CHECK(says(seen, "1000"));
    CHECK(says(seen, "1234"));
}
