/// The messages of GraphQL websockets, as text in and text out: in every dialect an object of type, id and payload.
#pragma once

#include "protocol/graphql/result_text.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// A server's message. Views point into the text it was read from, or into what it has unescaped.
struct server_message {
    enum class type {
        ack,
        ping,
        pong,
        next,  ///< an execution result
        error, ///< ends one operation
        complete,
        connection_error,
        keep_alive,
        unknown,
    };
    type kind = type::unknown;
    std::string_view type_name;
    std::optional<std::string_view> id;                 ///< absent as well when it is not a string
    std::string_view payload;                           ///< JSON text; empty when absent
    result_text result;                                 ///< a payload that is an object, taken apart
    std::unique_ptr<std::string> own_type_name, own_id; ///< those that were written with escapes
};

/// All but the kind, which is for a dialect to say, whatever the order of the keys. Throws detail::json_syntax_error
/// when the text is not JSON or not an object. A `type` that is missing or no string gives an empty type_name.
server_message read_envelope(std::string_view text, unsigned max_depth);

/// The kinds whose names are the same in all dialects; `unknown` for other names.
server_message::type type_in_common(std::string_view name) noexcept;

/// How long the server lets pass between two keep-alives at most, if the payload of its ack says so
/// (`connectionTimeoutMs`).
std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload);

/// The client's; `payload` is JSON text, and none where it is empty.
std::string connection_message(std::string_view type, std::string_view payload);
std::string operation_message(std::string_view type, std::uint64_t id, std::string_view payload);

} // namespace corogql::protocol
