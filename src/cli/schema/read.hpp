/// Schemas and documents are read from files. A name of - means stdin, once.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::cli {

/// Throws kind usage where more than one of these files is stdin.
void check_stdin(const std::vector<std::string>& names);

struct checked_schema {
    std::optional<language::schema> schema; ///< There is none where a file could not be understood.
    std::vector<language::diagnostic> faults;
};

/// Reads a schema of one or more files, and checks it. `lenient` takes what real servers publish although it breaks
/// rules. Throws kind usage for JSON that is no introspection, and kind config for a file that cannot be read.
checked_schema check_schema_files(const std::vector<std::string>& names, bool lenient);

/// Reads a schema, from definitions or the JSON of an introspection. Throws kind usage for a text that is neither, with
/// its place, or that defines nothing, and kind config for a file that cannot be read.
language::schema read_schema_file(const std::string& name);

/// Reads a document. Throws language::syntax_error, and kind config for a file that cannot be read.
language::document parse_document_file(const std::string& name);

/// Reads a document, with the errors of read_schema_file().
language::document read_document_file(const std::string& name);

} // namespace corogql::cli
