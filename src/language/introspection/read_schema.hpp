/// Schemas are kept in files of two forms: definitions, and the JSON of an introspection.
#pragma once

#include "language/syntax/parse.hpp"

namespace corogql::language {

/// Returns the definitions of a schema, from a text of either form. Earlier drafts' syntax is taken. Throws
/// syntax_error, and std::runtime_error for JSON that is no introspection.
document read_schema(std::shared_ptr<const source> text);

} // namespace corogql::language
