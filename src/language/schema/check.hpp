/// Schemas are checked by the rules of the specification (sections 3 and 5), worded as in the reference implementation.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::language {

struct check_options {
    /// Real servers publish schemas that break the rules. Whatever does not keep documents from being validated is
    /// then a warning.
    bool lenient = false;
};

/// Returns what is wrong in a schema: in how it is written, then in what it says.
std::vector<diagnostic> check(const schema& what, const check_options& options = {});

} // namespace corogql::language
