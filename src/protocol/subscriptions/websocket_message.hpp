/// The messages of GraphQL websockets come as text and go as text: in every dialect an object of type, id and payload.
#pragma once

#include "protocol/graphql/result_text.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// A server's message is held in views, which point into the text it was read from, or into what it has unescaped.
struct server_message {
    enum class type {
        ack,
        ping,
        pong,
        next,  ///< There is an execution result.
        error, ///< One operation ends with errors.
        complete,
        connection_error,
        keep_alive,
        unknown,
    };
    type kind = type::unknown;
    std::string_view type_name;
    /// The id; absent as well when it is not a string.
    std::optional<std::string_view> id;
    /// The JSON text of the payload; empty when absent.
    std::string_view payload;
    /// The payload taken apart, where it is an object.
    result_text result;
    /// The type's name and the id, where they were written with escapes.
    std::unique_ptr<std::string> own_type_name, own_id;

    /// Makes it as it was at first, member by member: to fill all of it with zeros takes longer than to read a message.
    void clear() noexcept {
        kind = type::unknown;
        type_name = {};
        id.reset();
        payload = {};
        result = {};
        own_type_name.reset();
        own_id.reset();
    }
};

/// A text is no message that is not UTF-8; the transport leaves that to who reads it.
struct text_not_utf8 {};

/// Reads all of a message but its kind, which is for a dialect to say, whatever the order of the keys. Throws
/// detail::json_syntax_error when the text is not JSON or not an object, and text_not_utf8 before that. A `type` that is
/// missing or no string gives an empty type_name.
void read_envelope(server_message& into, std::string_view text, unsigned max_depth);

/// Returns the kind of a name that is the same in all dialects; `unknown` for other names.
server_message::type type_in_common(std::string_view name) noexcept;

/// Returns how long the server lets pass between two keep-alives at most, if the payload of its ack says so
/// (`connectionTimeoutMs`).
std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload);

/// Makes a message of the client's about the connection; `payload` is JSON text, and there is none where it is empty.
std::string connection_message(std::string_view type, std::string_view payload);
/// Makes a message of the client's about an operation; `payload` is JSON text, and there is none where it is empty.
std::string operation_message(std::string_view type, std::uint64_t id, std::string_view payload);

} // namespace corogql::protocol
