/// A cluster, what machines it has and how busy they are.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct cluster_node {
    std::string name;
    bool is_alive = false;
    bool is_schedulable = false;
    std::optional<datetime> up_since, up_until;
};

struct cluster_instance {
    std::string name;
    std::string gpu_type;
    std::int64_t gpus_per_node = 0;
    std::optional<std::int64_t> cpus; ///< of one node
    std::string memory;               ///< of one node, as in "2Ti"
    std::string storage;
    std::vector<std::int64_t> gpu_nums; ///< the numbers of GPUs that a run may ask for
    std::int64_t num_nodes = 0;
    std::vector<cluster_node> nodes;
};

struct instance_utilization {
    std::string instance;
    std::string cluster_id;
    std::int64_t gpus_used = 0;
    std::int64_t gpus_available = 0;
    std::int64_t gpus_total = 0;
};

struct cluster_utilization {
    std::vector<instance_utilization> instances;
    json::array active_runs_by_user, queued_runs_by_user;
    json::array active_deployments_by_user, queued_deployments_by_user;
};

struct cluster {
    static constexpr object_type type = object_type::cluster;

    std::string id;
    std::string name;
    std::string provider;
    bool allow_fractional = false;
    bool allow_multinode = false;
    std::vector<std::string> allowed_submission_types;
    bool is_multi_tenant = false;
    std::string reservation_type;
    bool scheduler_enabled = false;
    std::vector<cluster_instance> instances;
    std::optional<cluster_utilization> utilization; ///< where it was asked for

    /// Throws corogql::error of kind decode, which names the JSON path.
    static cluster from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
