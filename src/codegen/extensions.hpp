/// What the generator is to know beyond the schema stands in a file of extensions, as `@cpp`.
#pragma once

#include "codegen/type_map.hpp"

namespace corogql::codegen {

/// Takes the fields out of `extensions` that `schema` has already, which would be mistakes, and returns what their
/// `@cpp` say, by coordinate.
std::map<std::string, cpp_directive> take_repeated_fields(language::document& extensions,
                                                          const language::document& schema);

/// Adds what the schema's own `@cpp` say.
void add_said(std::map<std::string, cpp_directive>& to, const language::schema& of);

} // namespace corogql::codegen
