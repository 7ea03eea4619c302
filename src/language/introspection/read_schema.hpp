/// Schemas are kept in files of two forms: definitions, and the JSON of an introspection.
#pragma once

#include "language/syntax/parse.hpp"

namespace corogql::language {

/// Returns the definitions of a schema, from a text of either form. `lenient` takes the syntax of earlier drafts.
/// Throws syntax_error, and std::runtime_error for JSON that is no introspection.
document read_schema(std::shared_ptr<const source> text, bool lenient = true);

} // namespace corogql::language
