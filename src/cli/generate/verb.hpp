/// `corogql generate` makes C++ of a schema and documents.
#pragma once

#include "cli/generate/arguments.hpp"

namespace CLI {
class App;
}

namespace corogql::cli {

/// Adds the verb. `to` must live as long as the app.
CLI::App* add_generate(CLI::App& app, generate_arguments& to);

/// Writes the files that differ, or says which would, and returns the exit status.
int generate(const generate_arguments& arguments);

} // namespace corogql::cli
