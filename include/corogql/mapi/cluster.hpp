/// A cluster, what machines it has and how busy they are.
#pragma once

#include <corogql/mapi/cluster_utilization.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

namespace corogql::mapi {

namespace json = boost::json;

struct cluster {
    static constexpr object_type type = object_type::cluster;

    std::string id;
    std::string name;
    std::string provider; ///< as people write it: "CoreWeave", "Oci"
    bool allow_fractional = false;
    bool allow_multinode = false;
    std::vector<std::string> allowed_submission_types;
    bool is_multi_tenant = false;
    std::string reservation_type;
    bool scheduler_enabled = false;
    std::vector<cluster_instance> instances;
    std::optional<cluster_utilization> utilization; ///< where it was asked for

    /// Throws mapi_error 500 "Missing fields in response: …", and corogql::error of kind decode, which names the JSON
    /// path.
    static cluster from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
