// Boost.Beast judges our codec: from the same bytes both read the same messages, and each understands what the other
// writes.
#include "random_stream.hpp"
#include "transport/websocket/codec.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <doctest/doctest.h>

#include <random>

using namespace wire;
namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

namespace {

using beast_stream = beast::websocket::stream<beast::test::stream, false>;

/// Two ends of one websocket in memory, whose upgrade is done. Bytes that a test makes go past the other end.
struct beast_pair {
    beast_pair() : client(context), server(context) {
        client.next_layer().connect(server.next_layer());
        client.async_handshake("h", "/", [](error_code failure) { REQUIRE(!failure); });
        server.async_accept([](error_code failure) { REQUIRE(!failure); });
        context.run();
        for (auto* end : {&client, &server}) {
            end->read_message_max(max_message);
            end->auto_fragment(false);
        }
    }
    beast_stream& judge(websocket_role role) { return role == websocket_role::client ? client : server; }
    beast_stream& other(websocket_role role) { return role == websocket_role::client ? server : client; }

    asio::io_context context;
    beast_stream client, server;
};

/// What an end came to: its messages, and how it ended.
struct reading {
    std::vector<seen> messages;
    type end = type::ended;
    bool operator==(const reading&) const = default;
};

reading read_with_beast(websocket_role role, const std::string& bytes) {
    beast_pair pair;
    auto& judge = pair.judge(role);
    auto& raw = pair.other(role).next_layer();
    asio::write(raw, asio::buffer(bytes));
    raw.close();
    reading made;
    while (true) {
        beast::flat_buffer message;
        error_code failure;
        judge.read(message, failure);
        if (failure == beast::websocket::error::closed) return made.end = type::closed, made;
        if (failure == asio::error::eof || failure == beast::test::error::test_failure) return made;
        if (failure) return made.end = type::failed, made;
        const auto bytes_read = message.cdata();
        made.messages.push_back({judge.got_text() ? type::text : type::binary,
                                 0,
                                 {static_cast<const char*>(bytes_read.data()), bytes_read.size()}});
    }
}

reading read_with_ours(websocket_role role, const std::string& bytes) {
    websocket_codec codec(role, max_message);
    feed_bytes(codec, bytes);
    codec.end();
    reading made;
    for (auto& event : drain(codec)) {
        if (event.kind == type::text || event.kind == type::binary)
            made.messages.push_back(std::move(event));
        else if (event.kind != type::ping && event.kind != type::pong)
            made.end = event.kind;
    }
    return made;
}

} // namespace

TEST_CASE("websocket codec: of 3,000 random streams Beast reads the same messages, and the same end") {
    for (unsigned seed = 1; seed <= 3'000; ++seed) {
        std::mt19937 random(seed);
        const auto role = random() % 2 == 0 ? websocket_role::client : websocket_role::server;
        const random_stream stream(random, role);
        if (stream.close_code == 1014 || stream.close_code == 5000)
            continue; // Beast 1.81 refuses one, and lets one pass
        const auto ours = read_with_ours(role, stream.bytes), beasts = read_with_beast(role, stream.bytes);
        if (ours == beasts) continue;
        CAPTURE(seed);
        CHECK(ours.messages == beasts.messages);
        CHECK(static_cast<int>(ours.end) == static_cast<int>(beasts.end));
        FAIL("stream of seed ", seed);
    }
}

TEST_CASE("websocket codec: Beast reads what is written, and is read") {
    for (const auto role : {websocket_role::client, websocket_role::server}) {
        beast_pair pair;
        websocket_codec codec(role, max_message);
        auto& beast_end = pair.other(role); // our codec stands in the place of the judge
        auto& raw = pair.judge(role).next_layer();
        for (const std::size_t size : {0u, 1u, 7u, 8u, 125u, 126u, 4999u, 5000u}) {
            const std::string payload(size, 'w');
            codec.send_text(payload);
            asio::write(raw, asio::buffer(codec.output()));
            codec.output().clear();
            beast::flat_buffer message;
            beast_end.read(message);
            CHECK(beast::buffers_to_string(message.cdata()) == payload);
            CHECK(beast_end.got_text());

            beast_end.text(false);
            beast_end.auto_fragment(size % 2 == 0);
            beast_end.write_buffer_bytes(8);
            beast_end.write(asio::buffer(payload));
            const auto written = raw.str();
            raw.clear();
            CHECK(take(codec, written) == std::vector<seen>{{type::binary, 0, payload}});
        }
        beast_end.ping("are you there");
        CHECK(take(codec, raw.str()) == std::vector<seen>{{type::ping, 0, "are you there"}});
        raw.clear();
        codec.close(4400, "enough");
        asio::write(raw, asio::buffer(codec.output()));
        beast::flat_buffer message;
        error_code failure;
        beast_end.read(message, failure);
        CHECK(failure == beast::websocket::error::closed);
        CHECK(beast_end.reason().code == 4400);
        CHECK(beast_end.reason().reason == "enough");
        CHECK(take(codec, raw.str()) == std::vector<seen>{{type::closed, 4400, ""}});
    }
}
