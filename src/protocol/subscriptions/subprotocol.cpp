#include "protocol/subscriptions/subprotocol.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/json/scanner.hpp"

#include <charconv>

namespace corogql::protocol {

namespace {

using type = server_message::type;

type common_type(std::string_view name) {
    if (name == "connection_ack") return type::ack;
    if (name == "error") return type::error;
    if (name == "complete") return type::complete;
    if (name == "connection_error") return type::connection_error; // some servers send it on the new protocol too
    return type::unknown;
}

type type_of(subprotocol protocol, std::string_view name, bool lenient) {
    if (lenient || protocol == subprotocol::graphql_transport_ws) {
        if (name == "next") return type::next;
        if (name == "ping") return type::ping;
        if (name == "pong") return type::pong;
    }
    if (lenient || protocol == subprotocol::graphql_ws) {
        if (name == "data") return type::next;
        if (name == "ka") return type::keep_alive;
    }
    return common_type(name);
}

std::string envelope(std::string_view type_name, std::uint64_t id, std::string_view payload) {
    std::string text = R"({"id":")" + std::to_string(id) + R"(","type":")";
    text += type_name;
    text += '"';
    if (!payload.empty()) (text += R"(,"payload":)") += payload;
    return text += '}';
}

std::string plain(std::string_view type_name, std::string_view payload) {
    std::string text = R"({"type":")";
    text += type_name;
    text += '"';
    if (!payload.empty()) (text += R"(,"payload":)") += payload;
    return text += '}';
}

} // namespace

std::string_view to_string(subprotocol name) noexcept {
    return name == subprotocol::graphql_transport_ws ? "graphql-transport-ws" : "graphql-ws";
}

std::optional<subprotocol> find_subprotocol(std::string_view name) noexcept {
    for (const auto known : {subprotocol::graphql_transport_ws, subprotocol::graphql_ws})
        if (name == to_string(known)) return known;
    return std::nullopt;
}

bool is_foreign(subprotocol protocol, std::string_view name) noexcept {
    return name == (protocol == subprotocol::graphql_transport_ws ? "data" : "next");
}

server_message read_message(subprotocol protocol, std::string_view text, unsigned max_depth, bool lenient) {
    server_message message;
    detail::json_scanner scanner(text, max_depth);
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        if (key == "payload" && at.peek() == '{') {
            message.result = read_result_text(at);
            message.payload = message.result.whole;
            return;
        }
        const auto value = at.value();
        if (key == "type")
            message.type_name = detail::text_of(value, message.own_type_name).value_or("");
        else if (key == "id")
            message.id = detail::text_of(value, message.own_id);
        else if (key == "payload")
            message.payload = value, message.result = {};
    });
    scanner.finish();
    message.kind = type_of(protocol, message.type_name, lenient);
    return message;
}

std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload) {
    const auto text = ack_payload.starts_with('{') ? find_pointer(ack_payload, "/connectionTimeoutMs") : std::nullopt;
    std::uint32_t limit = 0;
    if (!text) return std::nullopt;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (read.ec != std::errc() || read.ptr != text->data() + text->size() || limit == 0) return std::nullopt;
    return std::chrono::milliseconds(limit);
}

std::string connection_init(std::string_view payload) { return plain("connection_init", payload); }

std::string start_operation(subprotocol protocol, std::uint64_t id, std::string_view payload) {
    return envelope(protocol == subprotocol::graphql_transport_ws ? "subscribe" : "start", id, payload);
}

std::string stop_operation(subprotocol protocol, std::uint64_t id) {
    return envelope(protocol == subprotocol::graphql_transport_ws ? "complete" : "stop", id, "");
}

std::string ping_message() { return plain("ping", ""); }
std::string pong_message(std::string_view payload) { return plain("pong", payload); }
std::string connection_terminate() { return plain("connection_terminate", ""); }

} // namespace corogql::protocol
