/// Documents touch a part of a schema, and only what changes there can hurt them.
#pragma once

#include "language/comparison/compare.hpp"

#include <unordered_set>

namespace corogql::language {

/// Returns the coordinates of what a document uses: types, fields, arguments, directives, and the enum values and input
/// fields that it names. A variable may bring anything of its type, so all of that is used, too. What the schema does
/// not have is passed over.
std::unordered_set<std::string> touched(const schema& of, const document& by);

/// Drops the changes that do not reach any of these coordinates.
void keep_touched(std::vector<change>& all, const std::unordered_set<std::string>& by);

} // namespace corogql::language
