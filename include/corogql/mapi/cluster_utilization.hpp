/// A cluster's utilization says how busy it is, and with what.
#pragma once

#include <corogql/mapi/cluster_instance.hpp>

namespace corogql::mapi {

/// An instance's utilization says how many of its GPUs are used.
struct instance_utilization {
    cluster_instance instance; ///< Holds the kind of machine.
    std::string cluster_id;    ///< Holds the id of the cluster.
    double gpus_used = 0;      ///< Counts the GPUs that are used.
    double gpus_available = 0; ///< Counts the GPUs that are free.
    double gpus_total = 0;     ///< Counts the GPUs in all.
};

/// A row of a run is about one that works on a cluster, or waits for it.
struct utilization_by_run {
    std::string id;                           ///< Holds the id.
    std::string user;                         ///< Names whose it is.
    std::string name;                         ///< Holds the name.
    double gpu_num = 0;                       ///< Counts its GPUs.
    std::optional<std::string> gpu_type;      ///< Names the type of GPU; nothing where the server does not tell.
    std::string instance;                     ///< Names the kind of machine.
    datetime created_at{};                    ///< Says when it was created.
    std::optional<datetime> started_at;       ///< Says when it began; nothing while it waits.
    std::optional<datetime> estimated_end_at; ///< Says when it will end, as far as is known.
    std::optional<std::int64_t> max_duration_seconds; ///< Limits its time, in seconds; nothing without a limit.
    std::string reason;                               ///< Says why it waits.
    std::string priority;                             ///< Holds its priority: auto, low or lowest.
    bool retry_on_system_failure = false;             ///< Says whether it is started again after system failures.
    bool preemptible = false;                         ///< Says whether it may be stopped for others.

    /// Returns the name with the mark of run::display_name().
    std::string display_name() const;
};

/// A row of a deployment is about one that works on a cluster, or waits for it.
struct utilization_by_deployment {
    std::string id;        ///< Holds the id.
    std::string user;      ///< Names whose it is.
    std::string name;      ///< Holds the name.
    double gpu_num = 0;    ///< Counts its GPUs.
    std::string instance;  ///< Names the kind of machine.
    datetime created_at{}; ///< Says when it was created.
};

/// A utilization has a row for each kind of machine, run and deployment.
struct cluster_utilization {
    std::vector<instance_utilization> instances;               ///< Holds a row for each kind of machine.
    std::vector<utilization_by_run> active_runs;               ///< Holds the runs that work on the cluster.
    std::vector<utilization_by_run> queued_runs;               ///< Holds the runs that wait for the cluster.
    std::vector<utilization_by_deployment> active_deployments; ///< Holds the deployments that work on the cluster.
    std::vector<utilization_by_deployment> queued_deployments; ///< Holds the deployments that wait for the cluster.
};

} // namespace corogql::mapi
