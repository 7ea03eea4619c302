// Random streams, given whole and in random pieces: the same messages, controls, end and replies, and the ones that the
// stream was made from.
#include "random_stream.hpp"
#include "transport/websocket/codec.hpp"

#include <doctest/doctest.h>

#include <random>
#include <utility>

using namespace wire;

namespace {

outcome result(websocket_codec& codec, std::vector<seen> events) {
    for (auto& event : events)
        if (event.kind == type::failed) event.data.clear();
    auto replies = written(codec);
    if (!events.empty() && events.back().kind == type::failed && !replies.empty())
        replies.back().payload.resize(std::min<std::size_t>(2, replies.back().payload.size()));
    return {std::move(events), std::move(replies)};
}

outcome fed_whole(websocket_role role, const std::string& bytes) {
    websocket_codec codec(role, max_message);
    feed_bytes(codec, bytes);
    codec.end();
    return result(codec, drain(codec));
}

outcome fed_in_pieces(websocket_role role, std::string_view bytes, std::mt19937& random) {
    websocket_codec codec(role, max_message);
    std::vector<seen> events;
    const auto most = 1 + random() % (random() % 2 == 0 ? 8 : 700);
    while (!bytes.empty()) {
        const auto size = std::min<std::size_t>(bytes.size(), 1 + random() % most);
        feed_bytes(codec, bytes.substr(0, size));
        bytes.remove_prefix(size);
        if (bytes.empty()) codec.end();
        if (!bytes.empty() && random() % 4 == 0) continue; // the reader may lag
        for (auto& event : drain(codec)) events.push_back(std::move(event));
    }
    codec.end();
    for (auto& event : drain(codec)) events.push_back(std::move(event));
    return result(codec, std::move(events));
}

} // namespace

TEST_CASE("websocket codec: 20,000 random streams, whole and in pieces") {
    for (unsigned seed = 1; seed <= 20'000; ++seed) {
        std::mt19937 random(seed);
        const auto role = random() % 2 == 0 ? websocket_role::client : websocket_role::server;
        const random_stream stream(random, role);
        const auto whole = fed_whole(role, stream.bytes);
        const auto pieces = fed_in_pieces(role, stream.bytes, random);
        if (whole == stream.expected && pieces == stream.expected) continue;
        CAPTURE(seed);
        CHECK(whole.events == stream.expected.events);
        CHECK(whole.replies == stream.expected.replies);
        CHECK(pieces.events == stream.expected.events);
        CHECK(pieces.replies == stream.expected.replies);
        FAIL("stream of seed ", seed);
    }
}
