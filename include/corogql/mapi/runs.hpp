/// This header has MAPI's operations on runs, for connection.hpp. Each says how it is run.
#pragma once

#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/run.hpp>
#include <corogql/mapi/run_config.hpp>
#include <corogql/mapi/run_debug_info.hpp>
#include <corogql/mapi/run_event.hpp>
#include <corogql/mapi/run_filter.hpp>
#include <corogql/mapi/run_update.hpp>

#include <optional>

namespace corogql::mapi {

/// Creates a run; it is run by `run_singular<run>`. It is never repeated when it may have been done: another attempt
/// would make another run, or fail with 409. Throws what run_config::to_run_input() throws.
operation create_run(const run_config& config);
/// Creates a run from MAPI's RunInput, which has camelCase keys: runName, image, command, compute, parameters, … It is
/// run as the other form is.
operation create_run(json::object run_input);
/// Creates a run to work in, which ends after so many seconds; it is run by `run_singular<run>`. Nothing: the server
/// says when it ends.
operation create_interactive_run(const run_config& config, std::optional<std::int64_t> seconds = {});
/// Creates a run to work in from MAPI's RunInput. It is run as the other form is.
operation create_interactive_run(json::object run_input, std::optional<std::int64_t> seconds = {});
/// Tells MAPI of something that happened to a run; it is run by `run_singular<run_event>`. It is never repeated when it
/// may have been done.
operation create_run_event(const std::string& run_name, const std::string& event_type, json::object event_data);

/// Asks for runs, newest first; it is run by `run_paginated<run>`.
operation get_runs(const run_filter& filter = {});
/// Asks for one run; it is run by `run_paginated<run>`, for `first_of(…, run_not_found(name))`: singleton.hpp. It comes
/// with details unless `details` is false.
operation get_run(const std::string& name, bool details = true);
/// Returns "Run {name} not found".
std::string run_not_found(std::string_view name);
/// Asks what the cluster saw of a run; it is run by `run_plural<run_debug_info>`, for first_of() as well. Deleted runs
/// are found, too.
operation get_run_debug_info(const std::string& name);

/// Starts runs again that have ended. It is run by `run_plural<run>`, which returns the runs that were meant. A filter
/// without any condition is corogql::error of kind `usage`, since it would mean all runs there are.
operation start_runs(const run_filter& filter);
/// Stops runs. It is run by `run_plural<run>`, which returns the runs that were meant. A filter without any condition
/// is corogql::error of kind `usage`, since it would mean all runs there are.
operation stop_runs(const run_filter& filter, const std::string& reason = {});
/// Deletes runs. It is run by `run_plural<run>`, which returns the runs that were meant. A filter without any condition
/// is corogql::error of kind `usage`, since it would mean all runs there are. When an attempt whose answer was lost is
/// repeated, runs that the first one deleted are not in the list.
operation delete_runs(const run_filter& filter);

/// Changes a run; it is run by `run_singular<run>`.
operation update_run(const std::string& name, const run_update& changes);
/// Adds to the metadata of a run; it is run by `run_singular<run>`. The server merges `metadata` into what the run has,
/// key by key. NaN and infinities, which JSON lacks, are sent as the texts "NaN", "Infinity" and "-Infinity" where they
/// are a value of their own. It is the one operation for which operation::protect() is made.
operation update_run_metadata(const std::string& name, json::object metadata);

} // namespace corogql::mapi
