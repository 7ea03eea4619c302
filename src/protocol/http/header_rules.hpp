/// These rules say which header fields a caller may add (RFC 9110, section 5).
#pragma once

#include <corogql/headers.hpp>

namespace corogql::protocol {

/// Throws kind `config` when the name of a field is not a token, a value holds a control character (CR and LF above
/// all: header injection), or a field frames the message and is corogql's to set. The message names the field (if its
/// name is valid) but never its value.
void check_headers(const headers& fields);

/// Adds the fields of `over` in place of others of the same name, whatever its case.
void merge_headers(headers& into, const headers& over);

} // namespace corogql::protocol
