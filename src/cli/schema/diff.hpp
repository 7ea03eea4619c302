/// `corogql schema diff` compares two versions of a schema.
#pragma once

#include "cli/options/common_options.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace corogql::cli {

struct schema_diff_arguments : common_options {
    std::string before, after;          ///< Files with definitions or an introspection; - is stdin.
    std::vector<std::string> documents; ///< Only what these files use is told, where there are any.
};

/// Adds the verb below `schema`. `to` must live as long as the app.
CLI::App* add_schema_diff(CLI::App& schema, schema_diff_arguments& to);

/// Prints the changes and returns the exit status: 1 where one breaks clients.
int schema_diff(const schema_diff_arguments& arguments);

} // namespace corogql::cli
