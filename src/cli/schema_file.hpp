/// Schemas lie in files: as definitions, or as the JSON of an introspection.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace corogql::cli {

struct loaded_schema {
    std::optional<language::schema> schema; ///< There is none where the file could not be understood.
    std::vector<language::diagnostic> faults;
};

/// Reads a schema. `lenient` takes what real servers publish although it breaks rules. Throws kind config for a file
/// that cannot be read.
loaded_schema load_schema_file(const std::string& path, bool lenient);

} // namespace corogql::cli
