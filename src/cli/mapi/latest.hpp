/// The run that is meant.
#pragma once

#include <corogql/mapi/run.hpp>

#include <string>

namespace corogql::cli {

class mapi_session;

/// Its name: the one that was given, else the newest run's. Throws mapi_error 404 where there is none.
std::string named_or_latest_run(mapi_session& session);

/// Throws mapi_error 404 where there is none of this name.
mapi::run one_run(mapi_session& session, const std::string& name, bool details);

} // namespace corogql::cli
