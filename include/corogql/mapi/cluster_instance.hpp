/// An instance is a kind of machine that a cluster has.
#pragma once

#include <corogql/mapi/datetime.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

/// A node is one machine.
struct cluster_node {
    std::string name;                 ///< Holds the name.
    bool is_alive = false;            ///< Holds the server's `isAlive`.
    bool is_schedulable = false;      ///< Holds the server's `isSchedulable`.
    std::optional<datetime> up_since; ///< Holds the server's `upSince`, where it tells.
    std::optional<datetime> up_until; ///< Holds the server's `upUntil`, where it tells.
};

/// An instance is one kind of machine, with all of its nodes.
struct cluster_instance {
    std::string name;                ///< Holds the name.
    std::string gpu_type;            ///< Names the type of GPU.
    std::int64_t gpus_per_node = 0;  ///< Counts the GPUs of one node.
    std::optional<double> cpus;      ///< Counts the processors of one node.
    std::string memory;              ///< Holds the memory of one node, as in "2Ti".
    std::string storage;             ///< Holds the storage of one node, in the server's words.
    std::vector<double> gpu_nums;    ///< Holds the numbers of GPUs that a run may ask for.
    std::int64_t num_nodes = 0;      ///< Counts the nodes.
    std::vector<cluster_node> nodes; ///< Holds the nodes.
};

} // namespace corogql::mapi
