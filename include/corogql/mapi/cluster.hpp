/// A cluster has machines of several kinds, which are more or less busy.
#pragma once

#include <corogql/mapi/cluster_utilization.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

namespace corogql::mapi {

namespace json = boost::json;

/// A cluster is where runs and deployments work.
struct cluster {
    static constexpr object_type type = object_type::cluster; ///< Names what this is a model of.

    std::string id;                ///< Holds the server's id.
    std::string name;              ///< Holds the name.
    std::string provider;          ///< Names the provider as people write it: "CoreWeave", "Oci".
    bool allow_fractional = false; ///< Holds the server's `allowFractional`.
    bool allow_multinode = false;  ///< Holds the server's `allowMultinode`.
    /// Holds the kinds of work that may be submitted, in the server's words.
    std::vector<std::string> allowed_submission_types;
    bool is_multi_tenant = false;                   ///< Holds the server's `isMultiTenant`.
    std::string reservation_type;                   ///< Holds the server's `reservationType`.
    bool scheduler_enabled = false;                 ///< Holds the server's `schedulerEnabled`.
    std::vector<cluster_instance> instances;        ///< Holds the kinds of machines that it has.
    std::optional<cluster_utilization> utilization; ///< Holds how busy it is, where that was asked for.

    /// Reads a cluster from MAPI's answer. Throws mapi_error 500 "Missing fields in response: …", and corogql::error of
    /// kind `decode`, which names the JSON path.
    static cluster from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
