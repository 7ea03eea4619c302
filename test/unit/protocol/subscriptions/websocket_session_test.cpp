/// The cases of graphql-transport-ws (W) and of the legacy graphql-ws protocol (L) that concern one socket's
/// text.
#include "protocol/subscriptions/websocket_session.hpp"

#include <doctest/doctest.h>

using namespace corogql::protocol;
using type = session_event::type;

namespace {

constexpr const auto* modern = &graphql_transport_ws;
constexpr const auto* legacy = &graphql_ws;

/// A session and its last reply; events point into the text they were read from, which must outlive them.
struct peer {
    explicit peer(const websocket_dialect* dialect) : session(*dialect, 64) {}

    session_event receive(std::string text) {
        last = std::move(text);
        reply.clear();
        return session.receive(last, reply);
    }
    type kind_of(std::string text) { return receive(std::move(text)).kind; }

    websocket_session session;
    std::string last, reply;
};

/// A session with two operations under way, ids 1 and 2.
peer running(const websocket_dialect* dialect) {
    peer made(dialect);
    REQUIRE((made.kind_of(R"({"type":"connection_ack"})") == type::acked));
    REQUIRE(made.session.next_id() == 1);
    REQUIRE(made.session.next_id() == 2);
    return made;
}

void check_broken(const session_event& event, std::string_view problem) {
    CHECK((event.kind == type::broken));
    CHECK(event.code == 4400);
    CHECK(event.problem == problem);
}

} // namespace

TEST_CASE("session: a text that is not UTF-8 is none, wherever the bytes stand") {
    for (const std::string bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        auto server = running(modern);
        for (const auto& text : {R"({"id":"1","type":"next","payload":{"data":")" + bad + R"("}})",
                                 R"({"id":"1","type":"next","payload":{"data":{")" + bad + R"(":1}}})",
                                 R"({"id":"1","type":"next","payload":{"data":1},"x":")" + bad + R"("})",
                                 R"({"id":")" + bad + "\"}", bad + "{"})
            CHECK((server.kind_of(text) == type::not_text));
        CHECK((server.kind_of("{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":\"\xc3\xa9\xf0\x9f\x98\x80\"}}") ==
               type::next));
    }
}

TEST_CASE("session: the ack, with an object, with null or with nothing (W10, L18)") {
    for (const auto* protocol : {modern, legacy})
        for (const std::string_view payload : {"", R"(,"payload":null)", R"(,"payload":{"user":7})"}) {
            peer server(protocol);
            CHECK_FALSE(server.session.acked());
            const auto event = server.receive(std::string(R"({"type":"connection_ack")").append(payload) + "}");
            CHECK((event.kind == type::acked));
            CHECK(event.payload == (payload.empty() ? payload : payload.substr(11)));
            CHECK(server.session.acked());
            CHECK(server.reply.empty());
        }
}

TEST_CASE("session: an ack with another payload is invalid (W11)") {
    for (const std::string_view payload : {"[]", "\"x\"", "1", "true"}) {
        peer server(modern);
        check_broken(server.receive(R"({"type":"connection_ack","payload":)" + std::string(payload) + "}"),
                     "the payload of connection_ack is not an object");
        CHECK_FALSE(server.session.acked());
    }
}

TEST_CASE("session: a second ack is ignored (W9)") {
    auto server = running(modern);
    CHECK((server.kind_of(R"({"type":"connection_ack","payload":{"again":1}})") == type::ignored));
    CHECK(server.session.acked());
}

TEST_CASE("session: pings are answered with their payload, before the ack too (W6, W29)") {
    peer server(modern);
    CHECK((server.kind_of(R"({"type":"ping"})") == type::none));
    CHECK(server.reply == R"({"type":"pong"})");
    CHECK((server.kind_of(R"({"payload":{"n":[1]},"type":"ping"})") == type::none));
    CHECK(server.reply == R"({"type":"pong","payload":{"n":[1]}})");
    CHECK_FALSE(server.session.acked());
}

TEST_CASE("session: pongs are signs of life, asked for or not (W7, W31)") {
    peer server(modern);
    CHECK((server.kind_of(R"({"type":"pong"})") == type::alive));
    CHECK((running(modern).kind_of(R"({"type":"pong","payload":{}})") == type::alive));
    CHECK(server.reply.empty());
}

TEST_CASE("session: operations cannot be spoken of before the ack (W8)") {
    for (const std::string_view name : {"next", "error", "complete"}) {
        peer server(modern);
        server.session.next_id();
        check_broken(server.receive(R"({"id":"1","type":")" + std::string(name) + R"(","payload":[]})"),
                     '"' + std::string(name) + "\" came before connection_ack");
    }
    peer server(legacy);
    check_broken(server.receive(R"({"id":"1","type":"data","payload":{}})"), "\"data\" came before connection_ack");
}

TEST_CASE("session: results, errors and completion of a live operation (W34, W38, W41, L7-L11)") {
    for (const auto* protocol : {modern, legacy}) {
        auto server = running(protocol);
        const std::string next = protocol == modern ? "next" : "data";
        auto event = server.receive(R"({"id":"2","type":")" + next + R"(","payload":{"data":null,"errors":[{}]}})");
        CHECK((event.kind == type::next));
        CHECK(event.id == 2);
        CHECK(event.payload == R"({"data":null,"errors":[{}]})");
        for (const std::string_view payload :
             {"[{}]", R"({"message":"no"})", "\"no\"", "null"}) { // W40, L9: judged elsewhere
            event = server.receive(R"({"type":"error","id":"1","payload":)" + std::string(payload) + "}");
            CHECK((event.kind == type::error));
            CHECK(event.id == 1);
            CHECK(event.payload == payload);
        }
        for (const std::string_view rest : {"}", R"(,"payload":null})"}) {
            event = server.receive(R"({"id":"1","type":"complete")" + std::string(rest));
            CHECK((event.kind == type::complete));
            CHECK(event.id == 1);
        }
    }
}

TEST_CASE("session: ids that are not ours are ignored (W35, W45, L20)") {
    for (const auto* protocol : {modern, legacy}) {
        auto server = running(protocol);
        for (const std::string_view id :
             {"1", "null", "[]", R"("3")", R"("0")", R"("")", R"("x")", R"("1x")", R"(" 1")", R"("01")", R"("+1")",
              R"("-1")", R"("1.0")", R"("18446744073709551617")"}) {
            CAPTURE(id);
            CHECK((server.kind_of(R"({"type":"complete","id":)" + std::string(id) + "}") == type::odd));
        }
        for (const std::string_view id : {"", R"("id":null,)", R"("id":1,)"})
            CHECK((server.kind_of("{" + std::string(id) + R"("type":"error","payload":[{"message":"no"}]})") ==
                   type::stray_error));
        CHECK((server.kind_of(R"({"id":"x","type":"error","payload":[{"message":"no"}]})") == type::odd));
        CHECK((server.kind_of(R"({"type":"complete","id":"1"})") == type::complete));
    }
}

TEST_CASE("session: a message without a type, or with one that is no text, is invalid (W46)") {
    for (const auto* protocol : {modern, legacy})
        for (const std::string_view text : {"{}", R"({"id":"1"})", R"({"type":1})", R"({"type":null})",
                                            R"({"type":{"type":"next"}})", R"({"type":""})"}) {
            CAPTURE(text);
            check_broken(running(protocol).receive(std::string(text)), "a message has no type");
        }
}

TEST_CASE("session: unknown types are invalid now, and were ignored once (W46, L13, L17, L19)") {
    for (const std::string_view name : {"ka", "start_ack", "subscribe", "NEXT"})
        check_broken(running(modern).receive(R"({"id":"1","type":")" + std::string(name) + "\"}"),
                     "unknown message type \"" + std::string(name) + '"');
    for (const std::string_view name : {"ping", "pong", "start_ack", "subscribe", "DATA"}) {
        auto server = running(legacy);
        CHECK(
            (server.kind_of(R"({"id":"1","type":")" + std::string(name) + R"(","payload":{"data":{}}})") == type::odd));
        CHECK(server.reply.empty());
    }
}

TEST_CASE("session: results under the other protocol's name end the link, and lenience takes them (L13)") {
    const auto message = [](std::string_view name) {
        return R"({"id":"1","type":")" + std::string(name) + R"(","payload":{"data":{}}})";
    };
    check_broken(running(legacy).receive(message("next")),
                 "message type \"next\" belongs to the other protocol, graphql-transport-ws (option lenient takes it)");
    check_broken(running(modern).receive(message("data")),
                 "message type \"data\" belongs to the other protocol, graphql-ws (option lenient takes it)");
    for (const auto* protocol : {modern, legacy}) {
        websocket_session lenient(*protocol, 512, 0, true);
        std::string reply;
        lenient.receive(R"({"type":"connection_ack"})", reply);
        lenient.next_id();
        CHECK((lenient.receive(message("next"), reply).kind == type::next));
        CHECK((lenient.receive(message("data"), reply).kind == type::next));
        CHECK((lenient.receive(R"({"type":"ka"})", reply).kind == type::keep_alive));
        lenient.receive(R"({"type":"ping"})", reply);
        CHECK(reply == R"({"type":"pong"})");
    }
}

TEST_CASE("session: a long unknown type is cut between characters") {
    std::string name = "x";
    for (int i = 0; i < 100; ++i) name += "é";
    check_broken(running(modern).receive(R"({"type":")" + name + "\"}"),
                 "unknown message type \"" + name.substr(0, 59) + '"');
}

TEST_CASE("session: what is not one JSON object is invalid (W47)") {
    for (const auto* protocol : {modern, legacy})
        for (const std::string_view text :
             {"", "   ", "[]", "1", "\"ping\"", "null", "{", R"({"type":"ping")", R"({"type":"ping"}{})",
              "\xEF\xBB\xBF{\"type\":\"ping\"}", "{'type':'ping'}"}) {
            CAPTURE(text);
            auto server = running(protocol);
            const auto event = server.receive(std::string(text));
            CHECK((event.kind == type::broken));
            CHECK(event.code == 4400);
            CHECK(event.problem.starts_with("a message is not a JSON object: "));
            CHECK(server.reply.empty());
        }
}

TEST_CASE("session: nesting is limited (W54)") {
    auto server = running(modern);
    const auto event = server.receive(R"({"id":"1","type":"next","payload":)" + std::string(100'000, '['));
    CHECK((event.kind == type::broken));
}

TEST_CASE("session: of members of one name the last counts (W48)") {
    auto server = running(modern);
    const auto event = server.receive(R"({"id":"9","type":"error","payload":1,"payload":{},"type":"next","id":"2"})");
    CHECK((event.kind == type::next));
    CHECK(event.id == 2);
    CHECK(event.payload == "{}");
}

TEST_CASE("session: connection_error refuses the connection, on both protocols (L5)") {
    for (const auto* protocol : {modern, legacy}) {
        peer server(protocol);
        const auto event = server.receive(R"({"type":"connection_error","payload":{"message":"who are you?"}})");
        CHECK((event.kind == type::refused));
        CHECK(event.payload == R"({"message":"who are you?"})");
    }
    CHECK((running(modern).kind_of(R"({"type":"connection_error"})") == type::refused));
}

TEST_CASE("session: after the ack the legacy protocol means one bad message by it, and goes on (L6)") {
    auto server = running(legacy);
    CHECK((server.kind_of(R"({"type":"connection_error","payload":{"message":"?"}})") == type::odd));
    CHECK((server.kind_of(R"({"id":"1","type":"data","payload":{}})") == type::next));
}

TEST_CASE("session: keep-alives of the legacy protocol, before the ack too (L1, L2)") {
    peer server(legacy);
    CHECK((server.kind_of(R"({"type":"ka"})") == type::keep_alive));
    CHECK_FALSE(server.session.acked());
    CHECK((running(legacy).kind_of(R"({"type":"ka","payload":null})") == type::keep_alive));
}

TEST_CASE("session: ids are never used twice (L12)") {
    websocket_session session(*modern);
    std::uint64_t last = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto id = session.next_id();
        REQUIRE(id > last);
        last = id;
    }
}
