/// What kind of operation a request will run decides how it may travel and whether it may be repeated.
#pragma once

#include <corogql/error.hpp>
#include <corogql/observer.hpp>
#include <corogql/request.hpp>

#include <string_view>

namespace corogql::protocol {

/// An operation of kind `unknown` is never repeated blindly: the server will say why it is none.
using operation_kind = operation_type;

/// Finds the kind of the operation of that name, or of the only one where no name is given. Reads only as much of the
/// document as that takes (GraphQL specification, section 2): names and braces, past strings and comments.
operation_kind find_operation(std::string_view document, std::string_view operation_name);

/// Returns whether the request names no operation and its document begins with the keyword of a query or mutation:
/// quick, as the document is not read. False tells nothing.
bool plainly_no_subscription(const request& operation) noexcept;
/// Returns whether the request names no operation and its document begins as a query does: quick, as the document is
/// not read. False tells nothing.
bool plainly_query(const request& operation) noexcept;

/// Returns whether the document uses @defer or @stream, so that its result may come in steps.
bool may_come_in_steps(std::string_view document);

/// Returns the error of a call that runs queries and mutations, and was given a subscription.
error not_for_execute();

/// These are the parts that a request's JSON text is made of.
struct payload_parts {
    std::string_view document, operation_name;
    const json::object& variables;
    const json::object& extensions;
    /// Whether variables are sent although there are none.
    bool empty_variables;
    /// The digits of numbers in variables that were given as text; null without any.
    const detail::number_texts* numbers = nullptr;
    /// False when the server knows the document by the hash among the extensions.
    bool with_document = true;
    /// What is sent in place of the document; empty where that itself is.
    std::string_view document_id = {};
    /// Whether the member `query` is sent beside the identifier, as an empty text.
    bool empty_query = false;
};

payload_parts parts_of(const request& operation);

/// Returns why append_json() refuses an object, whose members are each a `what`; empty where it does not. `whose`, as
/// in " of connection_init", stands behind the member's name.
std::string why_unsendable(const json::object& members, const std::string& what,
                           const detail::number_texts* numbers = nullptr, const std::string& whose = {});

/// Throws kind `usage` when a text of the parts is not UTF-8; the message says which part it is, and which byte of it.
void check_text(const payload_parts& parts);

/// Throws kind `usage` for parts of which append_json() refused one, with that part's name and the reason.
[[noreturn]] void throw_unsendable(const payload_parts& parts);

/// Returns the text that both HTTP and the websocket protocols carry. Throws kind `usage` for what JSON cannot hold:
/// text that is not UTF-8, and numbers that are none (NaN, infinities).
std::string to_payload(const payload_parts& parts);
/// Returns the text of a whole request. Throws what to_payload() throws for its parts.
std::string to_payload(const request& operation);

} // namespace corogql::protocol
