/// Every schema has the five scalars, the directives and the types of introspection that the specification gives it.
#pragma once

#include "language/syntax/ast.hpp"

namespace corogql::language {

/// Returns the definitions of the specification (sections 3.5, 3.13 and 4). They are made once and stay.
const document& built_in_definitions();

/// Returns `__typename`, and for the query's root `__schema` and `__type`, which no type defines; else nullptr.
const field_definition* meta_field(std::string_view name, bool of_query_root) noexcept;

bool is_built_in_scalar(std::string_view name) noexcept;
/// Whether a type belongs to introspection. A schema may write them down, as some servers do.
bool is_introspection_type(std::string_view name) noexcept;
bool is_built_in_directive(std::string_view name) noexcept;
/// Whether an integer, as it is written, is an Int: a number of 32 bits (section 3.5.1).
bool is_int(std::string_view integer) noexcept;

} // namespace corogql::language
