#include "mapi/models/run/run_parts.hpp"

#include "mapi/models/run/run_event_reader.hpp"

namespace corogql::mapi::detail {

namespace {

run_node read_node(const field_reader& from) {
    run_node node;
    node.rank = from.whole("rank");
    node.name = from.text("name");
    node.status = from.text("status");
    node.reason = from.optional_text("reason");
    return node;
}

} // namespace

run_status_update read_status_update(const field_reader& from) {
    run_status_update update;
    update.execution_index = from.whole("executionIndex");
    update.status = run_status_from_string(from.text("status"));
    update.started_at = from.optional_time("startTime");
    update.ended_at = from.optional_time("endTime");
    update.reason = from.optional_text("reason");
    return update;
}

run_resumption read_resumption(const field_reader& from) {
    // The server must send all of it, though a run that waits for its place may have none of that yet.
    for (const auto* name :
         {"executionIndex", "clusterName", "gpus", "cpus", "gpuType", "nodes", "status", "startTime", "endTime"})
        if (!from.missing({name}).empty()) fail_decode(json_path(from.path(), name), "is missing");
    run_resumption resumption;
    resumption.execution_index = from.whole("executionIndex");
    resumption.cluster = from.text("clusterName");
    resumption.gpus = from.number("gpus");
    resumption.cpus = from.number("cpus");
    resumption.gpu_type = from.text("gpuType");
    resumption.nodes = from.whole("nodes");
    resumption.status = run_status_from_string(from.text("status"));
    resumption.started_at = from.optional_time("startTime");
    resumption.ended_at = from.optional_time("endTime");
    resumption.estimated_end_at = from.optional_time("estimatedEndTime");
    resumption.reason = from.optional_text("reason");
    return resumption;
}

run_details read_run_details(const field_reader& from) {
    run_details details;
    details.image = from.text("image");
    details.original_run_input = from.value("originalRunInput");
    details.metadata = from.value("metadata");
    details.last_execution_id = from.text("lastExecutionId");
    details.lifecycle = from.list("lifecycle", &read_status_update);
    details.nodes = from.list("nodes", &read_node);
    details.events = from.list("formattedRunEvents", &read_formatted_event);
    return details;
}

} // namespace corogql::mapi::detail
