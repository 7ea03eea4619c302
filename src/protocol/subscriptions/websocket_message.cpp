#include "protocol/subscriptions/websocket_message.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/json/scanner.hpp"

#include <charconv>

namespace corogql::protocol {

namespace {

std::string with_type_and_payload(std::string text, std::string_view type, std::string_view payload) {
    ((text += R"("type":")") += type) += '"';
    if (!payload.empty()) (text += R"(,"payload":)") += payload;
    return text += '}';
}

} // namespace

server_message read_envelope(std::string_view text, unsigned max_depth) {
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
    return message;
}

server_message::type type_in_common(std::string_view name) noexcept {
    using type = server_message::type;
    if (name == "connection_ack") return type::ack;
    if (name == "error") return type::error;
    if (name == "complete") return type::complete;
    if (name == "connection_error") return type::connection_error; // some servers send it on the new protocol too
    return type::unknown;
}

std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload) {
    const auto text = ack_payload.starts_with('{') ? find_pointer(ack_payload, "/connectionTimeoutMs") : std::nullopt;
    std::uint32_t limit = 0;
    if (!text) return std::nullopt;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (read.ec != std::errc() || read.ptr != text->data() + text->size() || limit == 0) return std::nullopt;
    return std::chrono::milliseconds(limit);
}

std::string connection_message(std::string_view type, std::string_view payload) {
    return with_type_and_payload("{", type, payload);
}

std::string operation_message(std::string_view type, std::uint64_t id, std::string_view payload) {
    return with_type_and_payload(R"({"id":")" + std::to_string(id) + "\",", type, payload);
}

} // namespace corogql::protocol
