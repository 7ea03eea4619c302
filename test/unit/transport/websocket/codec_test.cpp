#include "../../../support/websocket_frames.hpp"
#include "transport/websocket/codec.hpp"

#include <doctest/doctest.h>

#include <utility>

using namespace wire;
using type = websocket_event::type;
using namespace std::string_literals;

namespace {

constexpr std::size_t frame_limit = 1 << 20;
using seen_events = std::vector<seen>;

/// What a client's codec makes of these bytes, given whole; checked to be the same byte by byte.
seen_events client_sees(const std::string& bytes, std::vector<frame>* replies = nullptr,
                        std::size_t max = frame_limit) {
    websocket_codec whole(websocket_role::client, max), split(websocket_role::client, max);
    const auto out = take(whole, bytes);
    seen_events pieces;
    for (const char byte : bytes)
        for (auto& event : take(split, {&byte, 1})) pieces.push_back(std::move(event));
    CHECK(pieces == out);
    const auto reply = written(whole);
    CHECK(written(split) == reply);
    if (replies) *replies = reply;
    return out;
}

/// The link fails with this code, and the peer is told so.
void check_failure(const std::string& bytes, std::uint16_t code, std::string_view rule, std::size_t max = frame_limit) {
    CAPTURE(rule);
    std::vector<frame> replies;
    const auto out = client_sees(bytes, &replies, max);
    REQUIRE(!out.empty());
    CHECK(out.back().kind == type::failed);
    CHECK(out.back().code == code);
    CHECK_MESSAGE(out.back().data.find(rule) != std::string::npos, out.back().data);
    REQUIRE(!replies.empty());
    CHECK(replies.back().opcode == wire::close_opcode);
    CHECK(replies.back().payload == close_payload(code, out.back().data));
}

} // namespace

TEST_CASE("websocket codec: messages of every length form") {
    for (const std::size_t size : {0u, 1u, 125u, 126u, 1536u, 4096u, 65535u, 65536u, 300'000u}) {
        const std::string payload(size, 'x');
        websocket_codec codec(websocket_role::client, frame_limit);
        CHECK(codec.next().kind == type::dry);
        const auto two = bytes({.payload = payload}) + bytes({.opcode = binary, .payload = payload});
        CHECK(take(codec, two) == seen_events{{type::text, 0, payload}, {type::binary, 0, payload}});
        CHECK(codec.output().empty());
        CHECK_FALSE(codec.closing());
    }
}

TEST_CASE("websocket codec: fragments with controls between them") {
    const auto stream =
        bytes({.payload = "hel", .fin = false}) + bytes({.opcode = ping, .payload = "1"}) +
        bytes({.opcode = continuation, .payload = "", .fin = false}) + bytes({.opcode = pong, .payload = "2"}) +
        bytes({.opcode = continuation, .payload = "lo ", .fin = false}) + bytes({.opcode = ping, .payload = "3"}) +
        bytes({.opcode = continuation, .payload = "world"}) + bytes({.payload = "next"});
    std::vector<frame> replies;
    CHECK(client_sees(stream, &replies) == seen_events{{type::ping, 0, "1"},
                                                       {type::pong, 0, "2"},
                                                       {type::ping, 0, "3"},
                                                       {type::text, 0, "hello world"},
                                                       {type::text, 0, "next"}});
    CHECK(replies == std::vector<frame>{{.opcode = pong, .payload = "1", .masked = true},
                                        {.opcode = pong, .payload = "3", .masked = true}});
}

TEST_CASE("websocket codec: a lone ping is answered at once") {
    websocket_codec codec(websocket_role::client, frame_limit);
    for (const auto& payload : {""s, "life?"s, std::string(125, '\0')}) {
        CHECK(take(codec, bytes({.opcode = ping, .payload = payload})) == seen_events{{type::ping, 0, payload}});
        CHECK(written(codec) == std::vector<frame>{{.opcode = pong, .payload = payload, .masked = true}});
    }
    CHECK(take(codec, bytes({.opcode = pong})) == seen_events{{type::pong, 0, ""}});
    CHECK(codec.output().empty());
}

TEST_CASE("websocket codec: a view lives until the next call") {
    websocket_codec codec(websocket_role::client, frame_limit);
    feed_bytes(codec,
               bytes({.payload = "first"}) + bytes({.opcode = ping, .payload = "p"}) + bytes({.payload = "second"}));
    const auto first = codec.next();
    CHECK(first.data == "first");
    codec.send_text("in between");
    CHECK(first.data == "first");
    CHECK(codec.next().data == "p");
    CHECK(codec.next().data == "second");
    CHECK(codec.next().kind == type::dry);
}

TEST_CASE("websocket codec: 16 MiB in pieces of 64 KiB, then small again") {
    constexpr std::size_t size = 16 << 20;
    websocket_codec codec(websocket_role::client, size);
    const std::string payload(size, 'm');
    for (int round = 0; round < 2; ++round) {
        const auto whole = bytes({.opcode = binary, .payload = payload});
        std::size_t got = 0;
        for (std::size_t at = 0; at < whole.size(); at += 65536) {
            feed_bytes(codec, std::string_view(whole).substr(at, 65536));
            if (const auto event = codec.next(); event.kind == type::binary) got = event.data.size();
        }
        CHECK(got == size);
        CHECK(take(codec, bytes({.payload = "small"})) == seen_events{{type::text, 0, "small"}});
    }
}

TEST_CASE("websocket codec: oversize is refused at the header") {
    const auto words = [](const std::string& size) {
        return "a message of " + size + " bytes is larger than the limit of 1000 bytes";
    };
    check_failure("\x81\x7e\x03\xe9"s, 1009, words("1001"), 1000);
    check_failure("\x81\x7f\x00\x00\x00\x00\x01\x00\x00\x00"s, 1009, words("16777216"), 1000);
    check_failure("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"s, 1009, words("18446744073709551615"), 1000);
    const auto half = bytes({.payload = std::string(500, 'x'), .fin = false});
    check_failure(half + "\x00\x7e\x01\xf5"s, 1009, words("1001"), 1000);
    CHECK(client_sees(bytes({.payload = std::string(1000, 'x')}), nullptr, 1000).at(0).kind == type::text);
}

TEST_CASE("websocket codec: broken framing fails with 1002") {
    const auto begun = bytes({.payload = "a", .fin = false});
    check_failure(bytes({.payload = "a", .masked = true}), 1002, "was masked");
    check_failure(bytes({.opcode = 3}), 1002, "opcode");
    check_failure(bytes({.opcode = 11}), 1002, "opcode");
    check_failure(bytes({.reserved_bits = 4}), 1002, "reserved bits");
    check_failure(bytes({.opcode = ping, .reserved_bits = 1}), 1002, "reserved bits");
    check_failure(bytes({.opcode = ping, .fin = false}), 1002, "fragmented");
    check_failure(bytes({.opcode = pong, .payload = std::string(126, 'x')}), 1002, "size was invalid");
    check_failure(bytes({.opcode = continuation}), 1002, "continuation");
    check_failure(begun + bytes({.payload = "b"}), 1002, "data frame was unexpected");
    check_failure("\x81\x7e\x00\x01x"s, 1002, "canonical");
}

TEST_CASE("websocket codec: what came before a violation is delivered, what comes after is not") {
    std::vector<frame> replies;
    const auto stream =
        bytes({.payload = "good"}) + bytes({.opcode = ping}) + bytes({.opcode = 7}) + bytes({.payload = "late"});
    const auto out = client_sees(stream, &replies);
    REQUIRE(out.size() == 3);
    CHECK(out[0] == seen{type::text, 0, "good"});
    CHECK(out[1] == seen{type::ping, 0, ""});
    CHECK(out[2].kind == type::failed);
    CHECK(replies.size() == 2);
}

TEST_CASE("websocket codec: invalid UTF-8 fails with 1007") {
    const auto rule = "not valid utf8";
    for (const auto* bad : {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5", "\x80", "\xff"})
        check_failure(bytes({.payload = "abc"s + bad + " and so on"}), 1007, rule);
    check_failure(bytes({.payload = "cut \xe2\x82"}), 1007, rule);
    check_failure(bytes({.payload = "cut \xe2\x82", .fin = false}) + bytes({.opcode = continuation}), 1007, rule);
    check_failure(bytes({.payload = "\xf0\x9f\x98", .fin = false}) + bytes({.opcode = continuation}), 1007, rule);
    check_failure(bytes({.payload = "\xc0", .fin = false}), 1007,
                  rule); // a fragment need not wait for the rest
}

TEST_CASE("websocket codec: a close reason that is no UTF-8 is left out, and the code counts") {
    std::vector<frame> replies;
    CHECK(client_sees(bytes(close_frame(1001, "\xff")), &replies) == seen_events{{type::closed, 1001, ""}});
    CHECK(replies ==
          std::vector<frame>{{.opcode = wire::close_opcode, .payload = close_payload(1001), .masked = true}});
}

TEST_CASE("websocket codec: characters may be split over fragments") {
    const auto words = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf"s;
    std::string stream;
    for (std::size_t i = 0; i < words.size(); ++i)
        stream += bytes({.opcode = i == 0 ? wire::text : continuation, .payload = {words[i]}, .fin = false});
    stream += bytes({.opcode = continuation});
    CHECK(client_sees(stream) == seen_events{{type::text, 0, words}});
    CHECK(client_sees(bytes({.opcode = binary, .payload = "\xff\xc3"})) == seen_events{{type::binary, 0, "\xff\xc3"}});
}

TEST_CASE("websocket codec: the peer closes") {
    for (const unsigned code : {1000u, 1001u, 1003u, 1007u, 1011u, 1012u, 1013u, 3000u, 4400u, 4999u}) {
        std::vector<frame> replies;
        CHECK(client_sees(bytes(close_frame(code, "why")) + "junk", &replies) ==
              seen_events{{type::closed, static_cast<std::uint16_t>(code), "why"}});
        CHECK(replies ==
              std::vector<frame>{{.opcode = wire::close_opcode, .payload = close_payload(code), .masked = true}});
    }
    std::vector<frame> replies;
    CHECK(client_sees(bytes({.opcode = wire::close_opcode}), &replies) == seen_events{{type::closed, 1005, ""}});
    CHECK(replies == std::vector<frame>{{.opcode = wire::close_opcode, .masked = true}});
    // Assigned after RFC 6455, and unknown to Beast.
    CHECK(client_sees(bytes(close_frame(1014))) == seen_events{{type::closed, 1014, ""}});
}

TEST_CASE("websocket codec: close codes that must not be sent fail with 1002") {
    for (const unsigned code : {0u, 999u, 1004u, 1005u, 1006u, 1015u, 1016u, 2999u, 5000u, 65535u})
        check_failure(bytes(close_frame(code, "x")), 1002, "Close code " + std::to_string(code) + " is not allowed");
    check_failure(bytes({.opcode = wire::close_opcode, .payload = "x"}), 1002, "close frame payload size");
}

TEST_CASE("websocket codec: the bytes end") {
    for (const auto& stream : {""s, bytes({.payload = "whole"}), bytes({.payload = "cut"}).substr(0, 4),
                               bytes({.payload = "part", .fin = false}), bytes({.opcode = ping})}) {
        websocket_codec codec(websocket_role::client, frame_limit);
        feed_bytes(codec, stream);
        codec.end();
        const auto out = drain(codec);
        REQUIRE(!out.empty());
        CHECK(out.back() == seen{type::ended, 0, ""});
        CHECK(drain(codec).empty());
    }
}

TEST_CASE("websocket codec: our own close") {
    websocket_codec codec(websocket_role::client, frame_limit);
    codec.send_text("before");
    codec.close(1000, "bye");
    CHECK(codec.closing());
    codec.close(1001, "again");
    codec.send_text("after");
    codec.send_binary("after");
    codec.send_ping("after");
    CHECK(written(codec) ==
          std::vector<frame>{{.payload = "before", .masked = true},
                             {.opcode = wire::close_opcode, .payload = close_payload(1000, "bye"), .masked = true}});

    CHECK(take(codec, bytes({.payload = "late"}) + bytes({.opcode = ping, .payload = "p"})) ==
          seen_events{{type::text, 0, "late"}, {type::ping, 0, "p"}});
    CHECK(take(codec, bytes(close_frame(1000, "you too"))) == seen_events{{type::closed, 1000, "you too"}});
    CHECK(codec.output().empty()); // neither a pong nor a second close frame
    CHECK(take(codec, bytes({.payload = "too late"})).empty());
    codec.end();
    CHECK(drain(codec).empty());
}

TEST_CASE("websocket codec: a violation after our own close writes nothing more") {
    websocket_codec codec(websocket_role::client, frame_limit);
    codec.close(1005, "not sent");
    CHECK(written(codec) == std::vector<frame>{{.opcode = wire::close_opcode, .masked = true}});
    CHECK(take(codec, bytes({.opcode = 5})).at(0).kind == type::failed);
    CHECK(codec.output().empty());
}

TEST_CASE("websocket codec: a close reason is cut between characters") {
    websocket_codec codec(websocket_role::server, frame_limit);
    codec.close(1000, std::string(121, 'a') + "\xe2\x82\xac");
    CHECK(written(codec).at(0).payload == close_payload(1000, std::string(121, 'a')));
    websocket_codec other(websocket_role::server, frame_limit);
    other.close(1000, std::string(200, 'a'));
    CHECK(written(other).at(0).payload == close_payload(1000, std::string(123, 'a')));
}

TEST_CASE("websocket codec: a message leaves as one frame, whatever its size") {
    for (const auto role : {websocket_role::client, websocket_role::server}) {
        websocket_codec codec(role, frame_limit);
        const bool masked = role == websocket_role::client;
        for (const std::size_t size : {0u, 125u, 126u, 4096u, 4097u, 65535u, 65536u, 200'000u}) {
            const std::string payload(size, 'q');
            codec.send_text(payload);
            codec.send_binary(payload);
            CHECK(written(codec) == std::vector<frame>{{.payload = payload, .masked = masked},
                                                       {.opcode = binary, .payload = payload, .masked = masked}});
        }
        codec.send_ping(std::string(300, 'p'));
        CHECK(written(codec) ==
              std::vector<frame>{{.opcode = ping, .payload = std::string(125, 'p'), .masked = masked}});
    }
}

TEST_CASE("websocket codec: a server wants masked frames") {
    websocket_codec codec(websocket_role::server, frame_limit);
    CHECK(take(codec, bytes({.payload = "hello", .masked = true})) == seen_events{{type::text, 0, "hello"}});
    CHECK(take(codec, bytes({.payload = "hello"})).at(0).data.find("unmasked") != std::string::npos);
    CHECK(written(codec).at(0).payload.substr(0, 2) == close_payload(1002));
}

TEST_CASE("websocket codec: client and server understand each other to the end") {
    websocket_codec client(websocket_role::client, frame_limit), server(websocket_role::server, frame_limit);
    const auto carry = [](websocket_codec& from, websocket_codec& to) {
        const auto bytes = std::exchange(from.output(), {});
        return take(to, bytes);
    };
    const std::string large(100'000, 'L');
    client.send_text("question");
    client.send_text(large);
    client.send_ping("p");
    CHECK(carry(client, server) ==
          seen_events{{type::text, 0, "question"}, {type::text, 0, large}, {type::ping, 0, "p"}});
    server.send_text("answer");
    CHECK(carry(server, client) == seen_events{{type::pong, 0, "p"}, {type::text, 0, "answer"}});
    server.close(4400, "enough");
    CHECK(carry(server, client) == seen_events{{type::closed, 4400, "enough"}});
    CHECK(client.closing());
    CHECK(carry(client, server) == seen_events{{type::closed, 4400, ""}});
}
