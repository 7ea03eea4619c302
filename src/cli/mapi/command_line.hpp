/// The command line of `corogql mapi`.
#pragma once

#include "cli/options/command_line.hpp"

namespace CLI {
class App;
}

namespace corogql::cli {

/// The verb, which fills `to`, its action included. It lives as long as the app.
CLI::App* add_mapi(CLI::App& app, mapi_arguments& to);

} // namespace corogql::cli
