#include "testing/graphql/json_member.hpp"
#include "testing/mapi/resolvers.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr std::string_view cluster_data = R"([
  {"id": "00000003-0000-4000-8000-000000000001", "name": "r1z1", "provider": "OCI", "allowFractional": true,
   "allowMultinode": true, "allowedSubmissionTypes": ["TRAINING", "FINETUNING"], "isMultiTenant": false,
   "reservationType": "RESERVED", "schedulerEnabled": true, "allowedInstances": [
     {"name": "oci.bm.gpu.b4.8", "gpuType": "a100_80gb", "gpusPerNode": 8, "cpus": 128, "memory": "2Ti",
      "storage": "27Ti", "gpuNums": [1, 2, 4, 8, 16], "numNodes": 2, "nodes": [
        {"name": "node-0", "isAlive": true, "isSchedulable": true,
         "upTime": {"startDate": "2024-01-01T00:00:00.000Z", "endDate": null}},
        {"name": "node-1", "isAlive": true, "isSchedulable": false,
         "upTime": {"startDate": "2024-01-01T00:00:00.000Z", "endDate": null}}]}]},
  {"id": "00000003-0000-4000-8000-000000000002", "name": "r2z1", "provider": "AWS", "allowFractional": false,
   "allowMultinode": false, "allowedSubmissionTypes": ["INFERENCE"], "isMultiTenant": true,
   "reservationType": "ON_DEMAND", "schedulerEnabled": false, "allowedInstances": [
     {"name": "g5.xlarge", "gpuType": "a10", "gpusPerNode": 1, "cpus": 4, "memory": "16Gi", "storage": "250Gi",
      "gpuNums": [1], "numNodes": 1, "nodes": []}]}
])";

/// Returns the cluster's one instance, which all its runs and deployments have.
const json::object& instance_of(const json::object& cluster) {
    return cluster.at("allowedInstances").at(0).as_object();
}

json::object row_of(const mapi_item& item, const json::object& cluster, const char* name, const json::value& gpus) {
    return {{"id", item.field("id")},
            {"createdAt", item.field("createdAt")},
            {"userName", item.field("createdByEmail")},
            {name, item.field("name")},
            {"instance", instance_of(cluster).at("name")},
            {"gpuNum", gpus.is_null() ? json::value(0) : gpus}};
}

json::object row_of_run(const mapi_run& run, const json::object& cluster) {
    auto row = row_of(run, cluster, "runName", run.field("gpuNum"));
    for (const auto* name : {"gpuType", "estimatedEndTime", "maxDurationSeconds", "startTime", "reason"})
        row[name] = run.field(name);
    json::object scheduling;
    for (const auto* name : {"priority", "retryOnSystemFailure", "preemptible"}) scheduling[name] = run.field(name);
    row["scheduling"] = std::move(scheduling);
    return row;
}

/// Returns who waits for the cluster, and who works on it.
json::object utilization_of(const json::object& cluster, const mapi_store& store) {
    json::array active_runs, queued_runs, active_deployments;
    std::int64_t used = 0;
    const auto here = [&](const json::value& name) { return name == cluster.at("name"); };
    for (const auto& run : store.runs({})) {
        if (run->finished() || !here(run->field("clusterName"))) continue;
        const bool queued = run->text("status") == "PENDING" || run->text("status") == "QUEUED";
        if (!queued) used += number_at(row_of_run(*run, cluster), "gpuNum", 0);
        (queued ? queued_runs : active_runs).push_back(row_of_run(*run, cluster));
    }
    for (const auto& deployment : store.deployments({})) {
        if (deployment->finished() || !here(deployment->field("clusterId"))) continue;
        active_deployments.push_back(row_of(*deployment, cluster, "deploymentName", deployment->field("gpuNum")));
        used += number_at(active_deployments.back().as_object(), "gpuNum", 0);
    }
    const auto& instance = instance_of(cluster);
    const auto total = number_at(instance, "gpusPerNode", 0) * number_at(instance, "numNodes", 0);
    json::array instances;
    instances.push_back({{"instance", instance},
                         {"clusterId", cluster.at("name")},
                         {"gpusUsed", std::min(used, total)},
                         {"gpusAvailable", total - std::min(used, total)},
                         {"gpusTotal", total}});
    return {{"instanceUtils", std::move(instances)},
            {"activeRunsByUser", std::move(active_runs)},
            {"queuedRunsByUser", std::move(queued_runs)},
            {"activeDeploymentsByUser", std::move(active_deployments)},
            {"queuedDeploymentsByUser", json::array()}};
}

} // namespace

void add_clusters(served_schema& api, const mapi_data& store) {
    api.resolve("Query.getClusters", [store](const json::object&, const json::object& arguments) -> json::value {
        static const json::value all = json::parse(cluster_data);
        const auto filters = object_at(object_at(arguments, "getClustersData"), "filters");
        json::array found;
        for (const auto& each : all.as_array()) {
            auto cluster = each.as_object();
            if (!passes_all(cluster, filters)) continue;
            cluster["utilization"] = utilization_of(cluster, *store);
            found.push_back(std::move(cluster));
        }
        return found;
    });
}

} // namespace corogql::testing
