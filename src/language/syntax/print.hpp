/// Trees are printed as documents again, as the reference implementation's print does.
#pragma once

#include "language/syntax/ast.hpp"

namespace corogql::language {

std::string print(const document& what);
std::string print(const value& what);

} // namespace corogql::language
