/// How busy a cluster is, and with what.
#pragma once

#include <corogql/mapi/cluster_instance.hpp>

namespace corogql::mapi {

struct instance_utilization {
    cluster_instance instance;
    std::string cluster_id;
    double gpus_used = 0;
    double gpus_available = 0;
    double gpus_total = 0;
};

/// A run that works on a cluster, or waits for it.
struct utilization_by_run {
    std::string id;
    std::string user;
    std::string name;
    double gpu_num = 0;
    std::optional<std::string> gpu_type;
    std::string instance; ///< its name
    datetime created_at{};
    std::optional<datetime> started_at, estimated_end_at;
    std::optional<std::int64_t> max_duration_seconds;
    std::string reason; ///< why it waits
    std::string priority;
    bool retry_on_system_failure = false;
    bool preemptible = false;

    /// With the mark of run::display_name().
    std::string display_name() const;
};

struct utilization_by_deployment {
    std::string id;
    std::string user;
    std::string name;
    double gpu_num = 0;
    std::string instance; ///< its name
    datetime created_at{};
};

struct cluster_utilization {
    std::vector<instance_utilization> instances;
    std::vector<utilization_by_run> active_runs, queued_runs;
    std::vector<utilization_by_deployment> active_deployments, queued_deployments;
};

} // namespace corogql::mapi
