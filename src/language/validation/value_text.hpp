/// Messages show values on one line, as the reference implementation prints them.
#pragma once

#include "language/syntax/ast.hpp"

namespace corogql::language::validation {

std::string value_text(const value& what);

} // namespace corogql::language::validation
