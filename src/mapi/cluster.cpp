#include <corogql/mapi/cluster.hpp>

#include "mapi/field_reader.hpp"

namespace corogql::mapi {

namespace {

using detail::field_reader;

cluster_node read_node(const field_reader& from) {
    cluster_node node;
    node.name = from.get<std::string>("name");
    node.is_alive = from.get_or<bool>("isAlive");
    node.is_schedulable = from.get_or<bool>("isSchedulable");
    from.child("upTime", [&](const field_reader& time) {
        node.up_since = time.optional_time("startDate");
        node.up_until = time.optional_time("endDate");
    });
    return node;
}

cluster_instance read_instance(const field_reader& from) {
    cluster_instance instance;
    instance.name = from.get<std::string>("name");
    instance.gpu_type = from.get_or<std::string>("gpuType");
    instance.gpus_per_node = from.get_or<std::int64_t>("gpusPerNode");
    instance.cpus = from.get_or<std::optional<std::int64_t>>("cpus");
    instance.memory = from.get_or<std::string>("memory");
    instance.storage = from.get_or<std::string>("storage");
    instance.gpu_nums = from.get_or<std::vector<std::int64_t>>("gpuNums");
    instance.num_nodes = from.get_or<std::int64_t>("numNodes");
    instance.nodes = from.list("nodes", &read_node);
    return instance;
}

instance_utilization read_instance_utilization(const field_reader& from) {
    instance_utilization use;
    use.instance = from.get_or<std::string>("instance");
    use.cluster_id = from.get_or<std::string>("clusterId");
    use.gpus_used = from.get_or<std::int64_t>("gpusUsed");
    use.gpus_available = from.get_or<std::int64_t>("gpusAvailable");
    use.gpus_total = from.get_or<std::int64_t>("gpusTotal");
    return use;
}

cluster_utilization read_utilization(const field_reader& from) {
    cluster_utilization use;
    use.instances = from.list("instanceUtils", &read_instance_utilization);
    use.active_runs_by_user = from.get_or<json::array>("activeRunsByUser");
    use.queued_runs_by_user = from.get_or<json::array>("queuedRunsByUser");
    use.active_deployments_by_user = from.get_or<json::array>("activeDeploymentsByUser");
    use.queued_deployments_by_user = from.get_or<json::array>("queuedDeploymentsByUser");
    return use;
}

} // namespace

cluster cluster::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const field_reader from(response, root);
    cluster out;
    out.id = from.get<std::string>("id");
    out.name = from.get<std::string>("name");
    out.provider = from.get_or<std::string>("provider");
    out.allow_fractional = from.get_or<bool>("allowFractional");
    out.allow_multinode = from.get_or<bool>("allowMultinode");
    out.allowed_submission_types = from.get_or<std::vector<std::string>>("allowedSubmissionTypes");
    out.is_multi_tenant = from.get_or<bool>("isMultiTenant");
    out.reservation_type = from.get_or<std::string>("reservationType");
    out.scheduler_enabled = from.get_or<bool>("schedulerEnabled");
    out.instances = from.list("allowedInstances", &read_instance);
    from.child("utilization", [&](const field_reader& use) { out.utilization = read_utilization(use); });
    return out;
}

std::vector<std::string> cluster::cells() const { return {name, provider}; }

} // namespace corogql::mapi
