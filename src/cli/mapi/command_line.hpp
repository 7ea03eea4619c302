/// `corogql mapi` has a command line of its own.
#pragma once

#include "cli/options/command_line.hpp"

namespace CLI {
class App;
}

namespace corogql::cli {

/// Adds the verb, which fills `to`, its action included. `to` must live as long as the app.
CLI::App* add_mapi(CLI::App& app, mapi_arguments& to);

} // namespace corogql::cli
