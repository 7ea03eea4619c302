/// Schemas are printed in the schema definition language, as the reference implementation's printSchema does.
#pragma once

#include "language/schema/schema.hpp"

namespace corogql::language {

/// Returns the definitions of a schema without what every schema has. `sorted`: types, fields, arguments, values and
/// members by their names, so that the same schema always gives the same text.
std::string print_schema(const schema& what, bool sorted = false);

} // namespace corogql::language
