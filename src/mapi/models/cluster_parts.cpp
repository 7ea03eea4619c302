#include "mapi/models/cluster_parts.hpp"

#include <corogql/mapi/error.hpp>

#include <algorithm>

namespace corogql::mapi::detail {

namespace {

cluster_node read_node(const field_reader& from) {
    require_fields(from, {"name", "isAlive", "isSchedulable"});
    cluster_node node;
    node.name = from.text("name");
    node.is_alive = from.flag("isAlive");
    node.is_schedulable = from.flag("isSchedulable");
    from.child("upTime", [&](const field_reader& time) {
        node.up_since = time.optional_time("startDate");
        node.up_until = time.optional_time("endDate");
    });
    return node;
}

instance_utilization read_instance_utilization(const field_reader& from) {
    require_fields(from, {"instance", "gpusUsed", "gpusAvailable", "gpusTotal"});
    instance_utilization use;
    from.child("instance", [&](const field_reader& instance) { use.instance = read_instance(instance); });
    use.cluster_id = from.text("clusterId");
    use.gpus_used = from.number("gpusUsed");
    use.gpus_available = from.number("gpusAvailable");
    use.gpus_total = from.number("gpusTotal");
    return use;
}

utilization_by_run read_by_run(const field_reader& from) {
    require_fields(from, {"id", "userName", "runName", "gpuNum", "createdAt", "instance"});
    utilization_by_run use;
    use.id = from.text("id");
    use.user = from.text("userName");
    use.name = from.text("runName");
    use.gpu_num = from.number("gpuNum");
    use.gpu_type = from.optional_text("gpuType");
    use.instance = from.text("instance");
    use.created_at = from.time("createdAt");
    use.started_at = from.optional_time("startTime");
    use.estimated_end_at = from.optional_time("estimatedEndTime");
    if (from.find("maxDurationSeconds")) use.max_duration_seconds = from.whole("maxDurationSeconds");
    use.reason = from.text("reason");
    from.child("scheduling", [&](const field_reader& scheduling) {
        use.priority = scheduling.text("priority");
        use.retry_on_system_failure = scheduling.flag("retryOnSystemFailure");
        use.preemptible = scheduling.flag("preemptible");
    });
    return use;
}

utilization_by_deployment read_by_deployment(const field_reader& from) {
    require_fields(from, {"id", "userName", "deploymentName", "gpuNum", "createdAt", "instance"});
    utilization_by_deployment use;
    use.id = from.text("id");
    use.user = from.text("userName");
    use.name = from.text("deploymentName");
    use.gpu_num = from.number("gpuNum");
    use.instance = from.text("instance");
    use.created_at = from.time("createdAt");
    return use;
}

} // namespace

void require_fields(const field_reader& from, std::initializer_list<std::string_view> names) {
    if (const auto absent = from.missing(names); !absent.empty())
        throw mapi_error(500, "Missing fields in response: " + absent);
}

cluster_instance read_instance(const field_reader& from) {
    require_fields(from, {"name", "gpusPerNode", "numNodes", "gpuType", "nodes"});
    cluster_instance instance;
    instance.name = from.text("name");
    instance.gpu_type = from.text("gpuType");
    instance.gpus_per_node = from.whole("gpusPerNode");
    instance.cpus = from.optional_number("cpus");
    instance.memory = from.text("memory");
    instance.storage = from.text("storage");
    instance.gpu_nums = from.get_or<std::vector<double>>("gpuNums");
    instance.num_nodes = from.whole("numNodes");
    instance.nodes = from.list("nodes", &read_node);
    return instance;
}

cluster_utilization read_utilization(const field_reader& from) {
    require_fields(from, {"instanceUtils", "activeRunsByUser", "queuedRunsByUser", "activeDeploymentsByUser",
                          "queuedDeploymentsByUser"});
    cluster_utilization use;
    use.instances = from.list("instanceUtils", &read_instance_utilization);
    use.active_runs = from.list("activeRunsByUser", &read_by_run);
    use.queued_runs = from.list("queuedRunsByUser", &read_by_run);
    use.active_deployments = from.list("activeDeploymentsByUser", &read_by_deployment);
    use.queued_deployments = from.list("queuedDeploymentsByUser", &read_by_deployment);
    return use;
}

} // namespace corogql::mapi::detail

namespace corogql::mapi {

std::string utilization_by_run::display_name() const { return retry_on_system_failure ? name + " 🐕" : name; }

} // namespace corogql::mapi
