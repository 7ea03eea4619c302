#include "protocol/subscriptions/websocket_dialect.hpp"

namespace corogql::protocol {

constinit const websocket_dialect graphql_transport_ws{
    .name = "graphql-transport-ws",
    .init = [](std::string_view payload) { return connection_message("connection_init", payload); },
    .start = [](std::uint64_t id, std::string_view payload) { return operation_message("subscribe", id, payload); },
    .stop = [](std::uint64_t id) { return operation_message("complete", id, ""); },
    .ping = R"({"type":"ping"})",
    .goodbye = "",
    .type_of =
        [](std::string_view name) noexcept {
            using type = server_message::type;
            if (name == "next") return type::next;
            if (name == "ping") return type::ping;
            if (name == "pong") return type::pong;
            return type_in_common(name);
        },
    .passes_over_unknown = false,
    .goes_on_after_connection_error = false,
    .needs_query = true,
};

} // namespace corogql::protocol
