/// Schemas go over the wire as the answer to an introspection (GraphQL specification, section 4).
#pragma once

#include "language/schema/schema.hpp"
#include "language/syntax/parse.hpp"

namespace corogql::language {

/// Returns the definitions that the JSON of an introspection describes: an answer, its `data`, or `__schema` itself.
/// Throws std::runtime_error that names the member which is missing or of the wrong type.
document from_introspection(std::string_view json, const parse_options& options = {});

/// Returns the `data` that a server with this schema answers to the whole introspection query.
std::string to_introspection(const schema& what);

} // namespace corogql::language
