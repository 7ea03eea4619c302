/// Debug information is what the cluster saw of a run, node by node, for finding out what went wrong.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// An update is a status that a container reached.
struct container_status_update {
    std::int64_t node_rank = 0;        ///< Holds the rank of the node.
    std::string container_name;        ///< Names the container.
    std::string status;                ///< Holds the server's word.
    datetime reached_at{};             ///< Says when the status was reached.
    std::optional<std::string> reason; ///< Says why, where the server tells.
};

/// An update is a status that a node's pod reached.
struct pod_status_update {
    std::int64_t node_rank = 0;           ///< Holds the rank of the node.
    std::optional<std::string> node_name; ///< Names the node, where the server tells.
    std::string status;                   ///< Holds the server's word.
    datetime reached_at{};                ///< Says when the status was reached.
    std::optional<std::string> reason;    ///< Says why, where the server tells.
};

/// An execution has the updates of its containers and pods.
struct execution_status_updates {
    std::string id;                   ///< Holds the server's id.
    std::int64_t execution_index = 0; ///< Holds the number of the execution: run_resumption::execution_index.
    std::vector<container_status_update> containers; ///< Holds the statuses of its containers.
    std::vector<pod_status_update> pods;             ///< Holds the statuses of its pods.
};

/// Debug information has a part for each execution of a run.
struct run_debug_info {
    static constexpr object_type type = object_type::run_debug_info; ///< Names what this is a model of.

    std::string id;                                   ///< Holds the run's id.
    std::string name;                                 ///< Holds the run's name.
    std::optional<datetime> created_at;               ///< Says when the run was created, where the server tells.
    std::vector<execution_status_updates> executions; ///< Holds the run's executions, oldest first.

    /// Reads the information from MAPI's answer. Throws mapi_error 400 "Missing required key(s) in response to
    /// deserialize … object: …", and corogql::error of kind `decode`, which names the JSON path.
    static run_debug_info from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
