/// GraphQL errors out of JSON text, and the payload of the message that ends an operation with errors.
#pragma once

#include <corogql/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// One entry of an `errors` list.
graphql_error read_error(std::string_view entry, unsigned max_depth);
/// All of them. One that no value can hold (a lone surrogate) has its text as message.
/// Throws detail::json_syntax_error when the text is no list.
std::vector<graphql_error> read_errors(std::string_view list, unsigned max_depth);

/// The same of whatever servers send in the place of such a list: one error, as an object or a string, or an object
/// that holds a list as `errors`. None for anything else, and for what is no JSON. Where one has no `message`, its
/// `error` or `errorType` is taken for it.
std::vector<graphql_error> find_errors(std::string_view payload, unsigned max_depth);

/// What find_errors() finds, on both protocols. None of them (null, an empty list) is a protocol error. The payload is
/// JSON, or empty when there was none.
error read_error_payload(std::string_view payload, unsigned max_depth);

/// The message of the first of them, if it has one: of a body that was no answer to the operation.
std::string find_message(std::string_view body, unsigned max_depth);

} // namespace corogql::protocol
