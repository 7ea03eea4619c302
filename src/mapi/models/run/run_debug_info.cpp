#include <corogql/mapi/run_debug_info.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi {

namespace {

using detail::field_reader;

container_status_update read_container(const field_reader& from) {
    from.require("ContainerStatusUpdate", {"nodeRank", "containerName", "status", "reachedAt"});
    container_status_update update;
    update.node_rank = from.whole("nodeRank");
    update.container_name = from.text("containerName");
    update.status = from.text("status");
    update.reached_at = from.time("reachedAt");
    update.reason = from.optional_text("reason");
    return update;
}

pod_status_update read_pod(const field_reader& from) {
    from.require("PodStatusUpdate", {"nodeRank", "status", "reachedAt"});
    pod_status_update update;
    update.node_rank = from.whole("nodeRank");
    update.node_name = from.optional_text("nodeName");
    update.status = from.text("status");
    update.reached_at = from.time("reachedAt");
    update.reason = from.optional_text("reason");
    return update;
}

execution_status_updates read_execution(const field_reader& from) {
    from.require("ExecutionStatusUpdates", {"id", "executionIndex", "containerStatusUpdates", "podStatusUpdates"});
    execution_status_updates updates;
    updates.id = from.text("id");
    updates.execution_index = from.whole("executionIndex");
    updates.containers = from.list("containerStatusUpdates", &read_container);
    updates.pods = from.list("podStatusUpdates", &read_pod);
    return updates;
}

} // namespace

run_debug_info run_debug_info::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const field_reader from(response, root);
    from.require("RunDebugInfo", {"id", "executionsStatusUpdates"});
    run_debug_info info;
    info.id = from.text("id");
    info.name = from.text("name");
    info.created_at = from.optional_time("createdAt");
    info.executions = from.list("executionsStatusUpdates", &read_execution);
    return info;
}

std::vector<std::string> run_debug_info::cells() const { return {id}; }

} // namespace corogql::mapi
