/// Which header fields a caller may add (RFC 9110, section 5).
#pragma once

#include <corogql/headers.hpp>

#include <string_view>

namespace corogql::protocol {

/// Throws kind `config`, naming the field (if it has a name) but never its value, when a name is not a token,
/// a value holds a control character (CR and LF above all: header injection), or the field frames the message
/// and is ours to set.
void check_headers(const headers& fields);

/// Adds fields in place of others of the same name, whatever its case.
void merge_headers(headers& into, const headers& over);

} // namespace corogql::protocol
