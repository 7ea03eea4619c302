/// What the cluster saw of a run, node by node, for finding out what went wrong.
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

/// A status that a container reached.
struct container_status_update {
    std::int64_t node_rank = 0;
    std::string container_name;
    std::string status; ///< the server's word
    datetime reached_at{};
    std::optional<std::string> reason;
};

/// A status that a node's pod reached.
struct pod_status_update {
    std::int64_t node_rank = 0;
    std::optional<std::string> node_name;
    std::string status; ///< the server's word
    datetime reached_at{};
    std::optional<std::string> reason;
};

/// Of one execution: run_resumption::execution_index.
struct execution_status_updates {
    std::string id;
    std::int64_t execution_index = 0;
    std::vector<container_status_update> containers;
    std::vector<pod_status_update> pods;
};

struct run_debug_info {
    static constexpr object_type type = object_type::run_debug_info;

    std::string id;
    std::string name;
    std::optional<datetime> created_at;
    std::vector<execution_status_updates> executions; ///< oldest first

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize … object: …", and corogql::error of
    /// kind decode, which names the JSON path.
    static run_debug_info from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
