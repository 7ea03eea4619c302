/// Whether all fields of a document can be merged is found in one go over sets of fields, where comparing each field
/// with each other would be quadratic.
#pragma once

#include "language/validation/context.hpp"

namespace corogql::language::validation {

/// Returns false where some fields cannot be merged, and also where that would take too much work to find out: only a
/// comparison by pairs tells which do not fit.
bool can_be_merged(const context& in);

} // namespace corogql::language::validation
