#include "protocol/subscriptions/websocket_dialect.hpp"

namespace corogql::protocol {

namespace {

constexpr const websocket_dialect* known_dialects[] = {&graphql_transport_ws, &graphql_ws};

server_message::type type_in_any(std::string_view name) noexcept {
    for (const auto* each : known_dialects)
        if (const auto type = each->type_of(name); type != server_message::type::unknown) return type;
    return server_message::type::unknown;
}

} // namespace

void read_message(server_message& message, const websocket_dialect& dialect, std::string_view text, unsigned max_depth,
                  bool lenient) {
    read_envelope(message, text, max_depth);
    message.kind = dialect.type_of(message.type_name);
    if (lenient && message.kind == server_message::type::unknown) message.kind = type_in_any(message.type_name);
}

const websocket_dialect* whose_results(std::string_view type_name) noexcept {
    for (const auto* each : known_dialects)
        if (each->type_of(type_name) == server_message::type::next) return each;
    return nullptr;
}

} // namespace corogql::protocol
