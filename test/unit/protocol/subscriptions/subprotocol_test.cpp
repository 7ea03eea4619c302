#include "protocol/subscriptions/subprotocol.hpp"

#include "values/json/scanner.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

using namespace corogql::protocol;
using message_type = server_message::type;

namespace {

constexpr auto new_protocol = subprotocol::graphql_transport_ws;
constexpr auto old_protocol = subprotocol::graphql_ws;

server_message read_server_message(subprotocol protocol, std::string_view text) {
    return read_message(protocol, text, 64);
}

message_type type_of(subprotocol protocol, std::string_view name) {
    static std::string text; // the message points into it
    text = R"({"type":")" + std::string(name) + "\"}";
    return read_server_message(protocol, text).kind;
}

} // namespace

TEST_CASE("subprotocol: names go both ways") {
    CHECK(to_string(new_protocol) == "graphql-transport-ws");
    CHECK(to_string(old_protocol) == "graphql-ws");
    CHECK(find_subprotocol("graphql-transport-ws") == new_protocol);
    CHECK(find_subprotocol("graphql-ws") == old_protocol);
    for (const std::string_view name : {"", "Graphql-WS", "graphql-ws,graphql-transport-ws", "mqtt"})
        CHECK(find_subprotocol(name) == std::nullopt);
}

TEST_CASE("subprotocol: each protocol has its own words") {
    for (const auto protocol : {new_protocol, old_protocol}) {
        CHECK((type_of(protocol, "connection_ack") == message_type::ack));
        CHECK((type_of(protocol, "connection_error") == message_type::connection_error));
        CHECK((type_of(protocol, "error") == message_type::error));
        CHECK((type_of(protocol, "complete") == message_type::complete));
        for (const std::string_view name :
             {"", "Next", "connection_init", "subscribe", "start", "stop", "start_ack", "next "})
            CHECK((type_of(protocol, name) == message_type::unknown));
    }
    CHECK((type_of(new_protocol, "next") == message_type::next));
    CHECK((type_of(new_protocol, "ping") == message_type::ping));
    CHECK((type_of(new_protocol, "pong") == message_type::pong));
    CHECK((type_of(new_protocol, "data") == message_type::unknown));
    CHECK((type_of(new_protocol, "ka") == message_type::unknown));
    CHECK((type_of(old_protocol, "data") == message_type::next));
    CHECK((type_of(old_protocol, "ka") == message_type::keep_alive));
    for (const std::string_view name : {"next", "ping", "pong"})
        CHECK((type_of(old_protocol, name) == message_type::unknown));
}

TEST_CASE("subprotocol: the envelope is read in any order, other members are passed over") {
    for (const std::string_view text :
         {R"({"id":"1","type":"next","payload":{"data":{"type":"x","id":2}}})",
          R"( {"payload" : {"data":{"type":"x","id":2}} , "extra":[{"id":"9"}], "type":"next", "id":"1"} )"}) {
        const auto message = read_server_message(new_protocol, text);
        CHECK((message.kind == message_type::next));
        CHECK(message.type_name == "next");
        CHECK(message.id == "1");
        CHECK(message.payload == R"({"data":{"type":"x","id":2}})");
    }
}

TEST_CASE("subprotocol: parts of the wrong type are as good as absent") {
    const auto message = read_server_message(new_protocol, R"({"id":1,"type":["next"],"payload":null})");
    CHECK((message.kind == message_type::unknown));
    CHECK(message.type_name.empty());
    CHECK(message.id == std::nullopt);
    CHECK(message.payload == "null");
    CHECK(read_server_message(new_protocol, "{}").payload.empty());
}

TEST_CASE("subprotocol: of members of one name the last counts") {
    const auto message = read_server_message(new_protocol, R"({"type":"next","id":"1","type":"complete","id":"2"})");
    CHECK((message.kind == message_type::complete));
    CHECK(message.id == "2");
}

TEST_CASE("subprotocol: what is not one JSON object is refused") {
    for (const std::string_view text :
         {"", " ", "[]", "1", "null", "\"ka\"", "{", R"({"type":"ka"}x)", "\xEF\xBB\xBF{}"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read_server_message(old_protocol, text), corogql::detail::json_syntax_error);
    }
}

TEST_CASE("subprotocol: what the client says") {
    CHECK(connection_init("") == R"({"type":"connection_init"})");
    CHECK(connection_init(R"({"token":"x"})") == R"({"type":"connection_init","payload":{"token":"x"}})");
    CHECK(start_operation(new_protocol, 7, R"({"query":"{a}"})") ==
          R"({"id":"7","type":"subscribe","payload":{"query":"{a}"}})");
    CHECK(start_operation(old_protocol, 7, R"({"query":"{a}"})") ==
          R"({"id":"7","type":"start","payload":{"query":"{a}"}})");
    CHECK(stop_operation(new_protocol, 18446744073709551615u) == R"({"id":"18446744073709551615","type":"complete"})");
    CHECK(stop_operation(old_protocol, 1) == R"({"id":"1","type":"stop"})");
    CHECK(ping_message() == R"({"type":"ping"})");
    CHECK(pong_message("") == R"({"type":"pong"})");
    CHECK(pong_message(R"({"n":1})") == R"({"type":"pong","payload":{"n":1}})");
    CHECK(connection_terminate() == R"({"type":"connection_terminate"})");
}
