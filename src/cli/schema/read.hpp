/// Schemas and documents are read from files.
#pragma once

#include "language/schema/schema.hpp"

namespace corogql::cli {

/// Reads a schema, from definitions or the JSON of an introspection. Throws kind usage for a text that is neither, with
/// its place, and kind config for a file that cannot be read. A name of - means stdin.
language::schema read_schema_file(const std::string& name);

/// Reads a document, with the same errors.
language::document read_document_file(const std::string& name);

} // namespace corogql::cli
