/// This header has MAPI's subscriptions, for stream.hpp.
#pragma once

#include <corogql/mapi/log_filter.hpp>
#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

/// Watches a run. The events are run_status: the present one, then each change, until a terminal one. After a reconnect
/// the present one comes again.
operation watch_run_status(const std::string& name);

/// Asks for the log of a run; the events are for log_decoder.
operation get_run_logs(const log_filter& which);
/// Asks for the log of a deployment; the events are for log_decoder.
operation get_deployment_logs(const deployment_log_filter& which);

} // namespace corogql::mapi
