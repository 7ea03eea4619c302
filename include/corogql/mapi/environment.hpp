/// Environment variables are the process's own, or a test's, as the engine sees them.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace corogql::mapi {

/// An environment gives the value of a variable; nothing when it is not set. An empty value is a value. It is called
/// whenever a setting is needed, from any thread, so that changes are seen; nothing is ever written to the environment.
using environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Returns the process's environment. As ever, nobody may change that while another thread reads it.
environment process_environment();

/// Returns an environment that has these variables and does not change.
environment fixed_environment(std::map<std::string, std::string> variables);

} // namespace corogql::mapi
