/// GraphQL errors are read out of JSON text, and out of the payload of the message that ends an operation with errors.
#pragma once

#include <corogql/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// Reads one entry of an `errors` list. An entry that no value can hold (a lone surrogate) has its text as message.
graphql_error read_error(std::string_view entry, unsigned max_depth);
/// Reads all entries of an `errors` list, each as read_error() does. Throws detail::json_syntax_error when the text is
/// no list.
std::vector<graphql_error> read_errors(std::string_view list, unsigned max_depth);

/// Finds the errors in an `errors` list, or in whatever servers send in the place of one: one error, as an object or a
/// string, or an object that holds a list as `errors`. Returns none for anything else, and for text that is no JSON.
/// Where an error has no `message`, its `error` or `errorType` is taken for it.
std::vector<graphql_error> find_errors(std::string_view payload, unsigned max_depth);

/// Makes the error that ends an operation of what find_errors() finds in the payload, whatever protocol carried it.
/// Where nothing is found (null, an empty list) the error has kind `protocol`. The payload is JSON, or empty when there
/// was none.
error read_error_payload(std::string_view payload, unsigned max_depth);

/// Returns the message of the first error that find_errors() finds in a body that was no answer to the operation; empty
/// where there is none.
std::string find_message(std::string_view body, unsigned max_depth);

} // namespace corogql::protocol
