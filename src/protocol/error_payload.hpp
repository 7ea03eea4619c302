/// GraphQL errors out of JSON text, and the payload of the message that ends an operation with errors.
#pragma once

#include <corogql/error.hpp>

#include <string_view>
#include <vector>

namespace corogql::protocol {

/// The entries of an `errors` list. One that no value can hold (a lone surrogate) has its text as message.
/// Throws detail::json_syntax_error when the text is no list.
std::vector<graphql_error> read_errors(std::string_view list, unsigned max_depth);

/// A list of GraphQL errors; servers that send one object or a string are read as one error, on both
/// protocols. Anything else (null, an empty list) is a protocol error. The payload is JSON, or empty when
/// there was none.
error read_error_payload(std::string_view payload, unsigned max_depth);

} // namespace corogql::protocol
