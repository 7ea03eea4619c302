/// A kind of machine that a cluster has.
#pragma once

#include <corogql/mapi/datetime.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

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
    std::optional<double> cpus; ///< of one node
    std::string memory;         ///< of one node, as in "2Ti"
    std::string storage;
    std::vector<double> gpu_nums; ///< the numbers of GPUs that a run may ask for
    std::int64_t num_nodes = 0;
    std::vector<cluster_node> nodes;
};

} // namespace corogql::mapi
