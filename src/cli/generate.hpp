/// `corogql generate` makes C++ of a schema and documents.
#pragma once

#include "cli/options/common_options.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace corogql::cli {

struct generate_arguments : common_options {
    std::string schema;             ///< Without it the first of the files is the schema.
    std::vector<std::string> files; ///< Documents; a name that ends with .graphqls is that of the extensions.
    std::string name_space = "graphql";
    std::string folder;
    std::string manifest;
    std::string casing = "as-is";
    bool lenient_schema = false, list = false, check = false, directives = false;
};

/// Adds the verb. `to` must live as long as the app.
CLI::App* add_generate(CLI::App& app, generate_arguments& to);

/// Writes the files that differ, or says which would, and returns the exit status.
int generate(const generate_arguments& arguments);

} // namespace corogql::cli
