#include "mapi/run_parts.hpp"

#include "mapi/run_event_reader.hpp"

namespace corogql::detail {

namespace {

/// The server must send the key, though there may be no such time yet.
std::optional<mapi::datetime> present_time(const field_reader& from, std::string_view name) {
    if (!from.missing({name}).empty()) fail_decode(json_path(from.path(), name), "is missing");
    return from.optional_time(name);
}

mapi::run_node read_node(const field_reader& from) {
    mapi::run_node node;
    node.rank = from.get_or<std::int64_t>("rank");
    node.name = from.get_or<std::string>("name");
    node.status = from.get_or<std::string>("status");
    node.reason = from.get_or<std::optional<std::string>>("reason");
    return node;
}

} // namespace

mapi::run_status_update read_status_update(const field_reader& from) {
    mapi::run_status_update update;
    update.execution_index = from.get_or<std::int64_t>("executionIndex");
    update.status = mapi::run_status_from_string(from.get<std::string>("status"));
    update.started_at = from.optional_time("startTime");
    update.ended_at = from.optional_time("endTime");
    update.reason = from.get_or<std::optional<std::string>>("reason");
    return update;
}

mapi::run_resumption read_resumption(const field_reader& from) {
    mapi::run_resumption resumption;
    resumption.execution_index = from.get<std::int64_t>("executionIndex");
    // A run that waits for its place may have none of these yet.
    resumption.cluster = from.get<std::optional<std::string>>("clusterName").value_or("");
    resumption.gpus = from.get<std::optional<std::int64_t>>("gpus").value_or(0);
    resumption.cpus = from.get<std::optional<std::int64_t>>("cpus").value_or(0);
    resumption.gpu_type = from.get<std::optional<std::string>>("gpuType").value_or("");
    resumption.nodes = from.get<std::optional<std::int64_t>>("nodes").value_or(0);
    resumption.status = mapi::run_status_from_string(from.get<std::string>("status"));
    resumption.started_at = present_time(from, "startTime");
    resumption.ended_at = present_time(from, "endTime");
    resumption.estimated_end_at = from.optional_time("estimatedEndTime");
    resumption.reason = from.get_or<std::optional<std::string>>("reason");
    return resumption;
}

mapi::run_details read_run_details(const field_reader& from) {
    mapi::run_details details;
    details.image = from.get_or<std::string>("image");
    details.original_run_input = from.get_or<json::object>("originalRunInput");
    details.metadata = from.get_or<json::object>("metadata");
    details.last_execution_id = from.get_or<std::string>("lastExecutionId");
    details.lifecycle = from.list("lifecycle", &read_status_update);
    details.nodes = from.list("nodes", &read_node);
    details.events = from.list("formattedRunEvents", &read_formatted_event);
    return details;
}

} // namespace corogql::detail
