/// These functions say which run is meant, and what is to change of it.
#pragma once

#include <corogql/mapi/run.hpp>
#include <corogql/mapi/run_update.hpp>

#include <string>

namespace corogql::cli {

class mapi_session;
struct mapi_overrides;

/// Returns the name of a run: the one that was given, else the newest run's. Throws mapi_error 404 where there is none.
std::string named_or_latest_run(mapi_session& session);

/// Returns what the options say of a run's scheduling.
mapi::run_update scheduling_changes(const mapi_overrides& wanted);

/// Returns the run of this name. Throws mapi_error 404 where there is none.
mapi::run one_run(mapi_session& session, const std::string& name, bool details);

} // namespace corogql::cli
