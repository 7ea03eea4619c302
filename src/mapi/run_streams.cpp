#include <corogql/mapi/run_streams.hpp>

#include "mapi/document.hpp"
#include "mapi/selections.hpp"

namespace corogql::mapi {

log_filter::log_filter(const std::string& name) {
    input_["name"] = name;
    follow(false).offset(0);
}

deployment_log_filter::deployment_log_filter(const std::string& name) {
    input_["name"] = name;
    failed(false).follow(false).offset(0);
}

operation watch_run_status(const std::string& name) {
    return detail::make_mapi_operation("subscription", "WatchRunStatus", "watchRunStatus",
                                       {{"watchRunStatusInput", "WatchRunStatusInput", {{"name", name}}}}, "");
}

operation get_run_logs(const log_filter& which) {
    return detail::make_mapi_operation("subscription", "GetRunLogs", "getRunLogsV2",
                                       {{"getRunLogsInput", "GetRunLogsInput", which.to_json()}},
                                       detail::log_selection);
}

operation get_deployment_logs(const deployment_log_filter& which) {
    return detail::make_mapi_operation(
        "subscription", "GetInferenceDeploymentLogs", "getInferenceDeploymentLogsV2",
        {{"getInferenceDeploymentLogsInput", "GetInferenceDeploymentLogsInput", which.to_json()}},
        detail::log_selection);
}

} // namespace corogql::mapi
