#include <corogql/mapi/run_streams.hpp>

#include <corogql/error.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

namespace {

[[noreturn]] void refuse_together(const char* one, const char* other) {
    throw error(error_kind::usage,
                std::string("logs of ") + one + " and of " + other + " cannot be asked for together");
}

} // namespace

log_filter::log_filter(const std::string& name) {
    input_["name"] = name;
    follow(false).offset(0);
}

json::object log_filter::to_json() const {
    const bool failed_one = input_.contains("failed") && input_.at("failed").as_bool();
    const bool node = input_.contains("nodeRank"), local = input_.contains("localGpuRank"),
               global = input_.contains("globalGpuRank");
    if (failed_one && node) refuse_together("a node's rank", "the node that failed first");
    if (failed_one && global) refuse_together("a global GPU rank", "the node that failed first");
    if (global && local) refuse_together("a global GPU rank", "a local one");
    if (global && node) refuse_together("a global GPU rank", "a node's rank");
    const auto* container = input_.if_contains("containerName");
    if ((global || local) && container && *container != json::value("MAIN"))
        refuse_together("a GPU's rank", "another container than MAIN");
    auto input = input_;
    // The original says it of a log that it does not follow.
    if (!input.at("follow").as_bool() && !input.contains("failed")) input["failed"] = false;
    return input;
}

deployment_log_filter::deployment_log_filter(const std::string& name) {
    input_["name"] = name;
    failed(false).follow(false).offset(0);
}

operation watch_run_status(const std::string& name) {
    return detail::make_operation("subscription", "WatchRunStatus", "watchRunStatus",
                                  {{"watchRunStatusInput", "WatchRunStatusInput!", json::object{{"name", name}}}}, "");
}

operation get_run_logs(const log_filter& which) {
    return detail::make_operation("subscription", "GetRunLogs", "getRunLogsV2",
                                  {{"getRunLogsInput", "GetRunLogsInput!", which.to_json()}}, detail::log_selection);
}

operation get_deployment_logs(const deployment_log_filter& which) {
    return detail::make_operation(
        "subscription", "GetInferenceDeploymentLogs", "getInferenceDeploymentLogsV2",
        {{"getInferenceDeploymentLogsInput", "GetInferenceDeploymentLogsInput!", which.to_json()}},
        detail::log_selection);
}

} // namespace corogql::mapi
