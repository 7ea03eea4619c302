/// Default values are printed as what they mean: `1` for a list of integers is `[1]`, and an input object has those of
/// its fields, too.
#pragma once

#include "language/schema/schema.hpp"

namespace corogql::language {

/// Returns the default value of an argument or input field, coerced by its type (GraphQL specification, section 3.12),
/// as the reference implementation prints it; nothing where there is none, or it does not fit the type. `sorted`:
/// fields of input objects by their names.
std::optional<std::string> default_text(const schema& in, const input_definition& of, bool sorted = false);

} // namespace corogql::language
