/// The options of `corogql generate` stand once, for the program and for the small generator that builds run.
#pragma once

#include "cli/options/common_options.hpp"

#include <string>
#include <vector>

namespace corogql::cli {

struct generate_arguments : common_options {
    std::string schema;             ///< Without it the first of the files is the schema.
    std::vector<std::string> files; ///< Documents; a name that ends with .graphqls is that of the extensions.
    std::string name_space = "graphql";
    std::string folder;
    std::string manifest;
    std::string casing = "as-is";
    std::string strings = "own";
    bool lenient_schema = false, error_on_deprecated = false, list = false, check = false, directives = false;
};

/// An option sets a text, or it is a flag.
struct generate_option {
    const char* name;
    const char* takes; ///< What a text is called in the help.
    const char* help;
    std::string generate_arguments::* text;
    bool generate_arguments::* flag;
};

// clang-format off
inline constexpr generate_option generate_options[] = {
    {"--schema", "FILE", "File of the schema; without it the first of the files is the schema", &generate_arguments::schema, nullptr},
    {"--namespace", "NAME", "The namespace of what is made, such as a::b; graphql otherwise", &generate_arguments::name_space, nullptr},
    {"--out", "FOLDER", "The folder to write to", &generate_arguments::folder, nullptr},
    {"--manifest", "FILE", "Write the list of all documents with their hashes, for servers that run no others", &generate_arguments::manifest, nullptr},
    {"--casing", "TEXT", "as-is, or snake for members and setters in snake case", &generate_arguments::casing, nullptr},
    {"--strings", "TEXT", "own, or view for texts of answers that lie in what was received and live as long", &generate_arguments::strings, nullptr},
    {"--error-on-deprecated", nullptr, "Take the use of what is deprecated for an error, not a warning", nullptr, &generate_arguments::error_on_deprecated},
    {"--lenient-schema", nullptr, "Take schemas that break rules, as real ones do", nullptr, &generate_arguments::lenient_schema},
    {"--list", nullptr, "Print which files would be made, and make none", nullptr, &generate_arguments::list},
    {"--check", nullptr, "Write nothing; fail where a file would change", nullptr, &generate_arguments::check},
    {"--directives", nullptr, "Print the definitions of the generator's directives, for editors", nullptr, &generate_arguments::directives},
};
// clang-format on

inline constexpr const char* generate_help = "Make C++ types of a schema and documents";
inline constexpr const char* generate_files_help = "Documents, and a file of extensions (.graphqls)";
inline constexpr const char* generate_examples = R"(
Examples:
  corogql generate --schema schema.graphql --namespace api --out generated runs.graphql logs.graphql
  corogql generate --schema schema.graphql --namespace api --out generated corogql.graphqls *.graphql
  corogql generate --list --schema schema.graphql --out generated runs.graphql

Of each document come NAME.hpp and NAME.cpp, of the schema schema_types.hpp and schema_types.cpp. A file that would not
change is not touched. A file that ends with .graphqls extends the schema with what the generator is to know (@cpp).)";

} // namespace corogql::cli
