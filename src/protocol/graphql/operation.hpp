/// What kind of operation a request will run: decides how it may travel and whether it may be repeated.
#pragma once

#include <corogql/error.hpp>
#include <corogql/request.hpp>

#include <string_view>

namespace corogql::protocol {

enum class operation_kind {
    query,
    mutation,
    subscription,
    unknown, ///< the document or the name does not tell; the server will say why. Never repeated blindly
};

/// Reads only as much of the document as it takes (GraphQL specification, section 2): names and braces, past
/// strings and comments.
operation_kind find_operation(std::string_view document, std::string_view operation_name);

/// Quick, without reading the document: its only operation begins with a telling keyword. False tells nothing.
bool plainly_no_subscription(const request& operation) noexcept;
bool plainly_query(const request& operation) noexcept;

/// Whether it uses @defer or @stream, so that its result may come in steps.
bool may_come_in_steps(std::string_view document);

/// What a call says that was given a subscription and runs queries and mutations.
error not_for_execute();

/// What a request's JSON text is made of.
struct payload_parts {
    std::string_view document, operation_name;
    const json::object& variables;
    const json::object& extensions;
    bool empty_variables;                          ///< sent as well
    const detail::number_texts* numbers = nullptr; ///< of the variables that were given as text
    bool with_document = true;                     ///< false: the server knows it by the hash among the extensions
};

payload_parts parts_of(const request& operation);

/// Why append_json() refuses an object, whose members are each a `what`, of something; empty where it does not.
std::string why_unsendable(const json::object& members, const std::string& what,
                           const detail::number_texts* numbers = nullptr, const std::string& whose = {});

/// Throws kind `usage` for text that is not UTF-8: which part, and which byte of it.
void check_text(const payload_parts& parts);

/// For parts of which append_json() refused one: throws kind `usage`, with its name and the reason.
[[noreturn]] void throw_unsendable(const payload_parts& parts);

/// The text that both HTTP and the websocket protocols carry. Throws kind `usage` for what JSON cannot hold: text that
/// is not UTF-8, and numbers that are none (NaN, infinities).
std::string to_payload(const payload_parts& parts);
std::string to_payload(const request& operation);

} // namespace corogql::protocol
