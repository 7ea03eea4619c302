#include "protocol/subscriptions/websocket_dialect.hpp"

#include "values/json/scanner.hpp"

#include <doctest/doctest.h>

using namespace corogql::protocol;
using namespace std::chrono_literals;
using message_type = server_message::type;

namespace {

constexpr const auto* new_dialect = &graphql_transport_ws;
constexpr const auto* old_dialect = &graphql_ws;

server_message message_of(const websocket_dialect& dialect, std::string_view text, bool lenient = false) {
    server_message message;
    read_message(message, dialect, text, 64, lenient);
    return message;
}

server_message read_server_message(std::string_view text) { return message_of(*new_dialect, text); }

} // namespace

TEST_CASE("dialect: what the client says") {
    struct words {
        const websocket_dialect* dialect;
        std::string_view name, start, stop, ping, goodbye;
    };
    const words table[]{
        {new_dialect, "graphql-transport-ws", R"({"id":"7","type":"subscribe","payload":{"query":"{a}"}})",
         R"({"id":"18446744073709551615","type":"complete"})", R"({"type":"ping"})", ""},
        {old_dialect, "graphql-ws", R"({"id":"7","type":"start","payload":{"query":"{a}"}})",
         R"({"id":"18446744073709551615","type":"stop"})", "", R"({"type":"connection_terminate"})"},
    };
    for (const auto& [dialect, name, begins, ends, ping, goodbye] : table) {
        CHECK(dialect->name == name);
        CHECK(dialect->init("") == R"({"type":"connection_init"})");
        CHECK(dialect->init(R"({"token":"x"})") == R"({"type":"connection_init","payload":{"token":"x"}})");
        CHECK(dialect->start(7, R"({"query":"{a}"})") == begins);
        CHECK(dialect->stop(18446744073709551615u) == ends);
        CHECK(dialect->ping == ping);
        CHECK(dialect->goodbye == goodbye);
    }
}

TEST_CASE("dialect: each has its own names, and leniently those of the other as well") {
    struct name_of {
        std::string_view name;
        message_type in_new, in_old, lenient;
    };
    const name_of table[]{
        {"connection_ack", message_type::ack, message_type::ack, message_type::ack},
        {"connection_error", message_type::connection_error, message_type::connection_error,
         message_type::connection_error},
        {"error", message_type::error, message_type::error, message_type::error},
        {"complete", message_type::complete, message_type::complete, message_type::complete},
        {"next", message_type::next, message_type::unknown, message_type::next},
        {"ping", message_type::ping, message_type::unknown, message_type::ping},
        {"pong", message_type::pong, message_type::unknown, message_type::pong},
        {"data", message_type::unknown, message_type::next, message_type::next},
        {"ka", message_type::unknown, message_type::keep_alive, message_type::keep_alive},
    };
    for (const auto& [name, in_new, in_old, lenient] : table) {
        CAPTURE(name);
        const auto text = R"({"type":")" + std::string(name) + "\"}";
        CHECK((message_of(*new_dialect, text).kind == in_new));
        CHECK((message_of(*old_dialect, text).kind == in_old));
        for (const auto* dialect : {new_dialect, old_dialect})
            CHECK((message_of(*dialect, text, true).kind == lenient));
    }
    for (const std::string_view name :
         {"", "Next", "next ", "connection_init", "subscribe", "start", "stop", "start_ack"}) {
        CAPTURE(name);
        const auto text = R"({"type":")" + std::string(name) + "\"}";
        for (const auto* dialect : {new_dialect, old_dialect})
            for (const bool lenient : {false, true})
                CHECK((message_of(*dialect, text, lenient).kind == message_type::unknown));
    }
}

TEST_CASE("dialect: results tell by their name whose they are") {
    CHECK(whose_results("next") == new_dialect);
    CHECK(whose_results("data") == old_dialect);
    for (const std::string_view name : {"", "ping", "ka", "complete"}) CHECK(whose_results(name) == nullptr);
}

TEST_CASE("envelope: it is read in any order, other members are passed over") {
    for (const std::string_view text :
         {R"({"id":"1","type":"next","payload":{"data":{"type":"x","id":2}}})",
          R"( {"payload" : {"data":{"type":"x","id":2}} , "extra":[{"id":"9"}], "type":"next", "id":"1"} )"}) {
        const auto message = read_server_message(text);
        CHECK((message.kind == message_type::next));
        CHECK(message.type_name == "next");
        CHECK(message.id == "1");
        CHECK(message.payload == R"({"data":{"type":"x","id":2}})");
    }
}

TEST_CASE("envelope: parts of the wrong type are as good as absent") {
    const auto message = read_server_message(R"({"id":1,"type":["next"],"payload":null})");
    CHECK((message.kind == message_type::unknown));
    CHECK(message.type_name.empty());
    CHECK(message.id == std::nullopt);
    CHECK(message.payload == "null");
    CHECK(read_server_message("{}").payload.empty());
}

TEST_CASE("envelope: of members of one name the last counts") {
    const auto message = read_server_message(R"({"type":"next","id":"1","type":"complete","id":"2"})");
    CHECK((message.kind == message_type::complete));
    CHECK(message.id == "2");
}

TEST_CASE("envelope: what is not one JSON object is refused") {
    for (const std::string_view text :
         {"", " ", "[]", "1", "null", "\"ka\"", "{", R"({"type":"ka"}x)", "\xEF\xBB\xBF{}"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read_server_message(text), corogql::detail::json_syntax_error);
    }
}

TEST_CASE("envelope: how often a server sends keep-alives stands in the payload of its ack") {
    CHECK(read_keep_alive_limit(R"({"connectionTimeoutMs":300000})") == 300s);
    for (const std::string_view payload : {"", "null", "{}", R"({"connectionTimeoutMs":0})",
                                           R"({"connectionTimeoutMs":-1})", R"({"connectionTimeoutMs":1.5})",
                                           R"({"connectionTimeoutMs":"1"})", R"({"connectionTimeoutMs":4294967296})"}) {
        CAPTURE(payload);
        CHECK(read_keep_alive_limit(payload) == std::nullopt);
    }
}
