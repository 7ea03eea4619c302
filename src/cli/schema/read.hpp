/// Schemas and documents are read from files.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::cli {

struct checked_schema {
    std::optional<language::schema> schema; ///< There is none where the file could not be understood.
    std::vector<language::diagnostic> faults;
};

/// Reads a schema and checks it. `lenient` takes what real servers publish although it breaks rules. Throws kind usage
/// for JSON that is no introspection, and kind config for a file that cannot be read. A name of - means stdin.
checked_schema check_schema_file(const std::string& name, bool lenient);

/// Reads a schema, from definitions or the JSON of an introspection. Throws kind usage for a text that is neither, with
/// its place, and kind config for a file that cannot be read. A name of - means stdin.
language::schema read_schema_file(const std::string& name);

/// Reads a document, with the same errors.
language::document read_document_file(const std::string& name);

} // namespace corogql::cli
