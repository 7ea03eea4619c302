/// Numbers stand in messages and schemas as JavaScript writes them, in which the reference implementation is written.
#pragma once

#include <string>

namespace corogql::language {

/// Returns a number with the fewest digits that tell it from others, and an exponent only where it is far from
/// zero: from 1e21 on, and below 1e-6 (ECMA-262, Number::toString).
std::string number_text(double number);

} // namespace corogql::language
