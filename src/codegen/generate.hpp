/// C++ is generated from a schema and documents: texts go in, texts come out.
#pragma once

#include "codegen/names.hpp"
#include "language/diagnostic.hpp"
#include "language/source.hpp"

#include <optional>

namespace corogql::codegen {

struct options {
    std::string name_space = "graphql"; ///< It may be nested: `a::b`.
    casing how = casing::as_is;
    bool lenient_schema = false;      ///< Takes a schema that breaks rules, as real servers have them.
    bool string_views = false;        ///< Texts of answers are views into what was received.
    bool error_on_deprecated = false; ///< The use of what is deprecated is an error, not a warning.
};

struct file {
    std::string name; ///< Within the folder for what is generated.
    std::string text;
};

struct request {
    std::shared_ptr<const language::source> schema;     ///< Definitions, or the JSON of an introspection.
    std::shared_ptr<const language::source> extensions; ///< May be null.
    std::vector<std::shared_ptr<const language::source>> documents;
    options how;
};

struct result {
    std::vector<file> files; ///< Empty where there is an error.
    std::vector<language::diagnostic> faults;
    std::string manifest; ///< JSON: the operations by their hashes.
};

/// Returns the names of what is generated from documents of these names: it depends on nothing else.
std::vector<std::string> file_names(const std::vector<std::string>& documents);

result generate(const request& from);

/// Returns the definitions of the directives that the generator knows, for editors.
std::string_view directives() noexcept;

} // namespace corogql::codegen
