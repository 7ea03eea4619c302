#include "protocol/subscriptions/websocket_dialect.hpp"

namespace corogql::protocol {

constinit const websocket_dialect graphql_ws{
    .name = "graphql-ws",
    .init = [](std::string_view payload) { return connection_message("connection_init", payload); },
    .start = [](std::uint64_t id, std::string_view payload) { return operation_message("start", id, payload); },
    .stop = [](std::uint64_t id) { return operation_message("stop", id, ""); },
    .ping = "",
    .goodbye = R"({"type":"connection_terminate"})",
    .type_of =
        [](std::string_view name) noexcept {
            using type = server_message::type;
            if (name == "data") return type::next;
            if (name == "ka") return type::keep_alive;
            return type_in_common(name);
        },
    .passes_over_unknown = true,
    .goes_on_after_connection_error = true,
    .needs_query = false,
};

} // namespace corogql::protocol
