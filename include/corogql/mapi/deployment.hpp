/// A deployment serves a model.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A replica is one copy of a deployment that runs.
struct deployment_replica {
    std::string name;                          ///< Holds the name.
    std::string status;                        ///< Holds the server's word.
    std::int64_t latest_restart_count = 0;     ///< Counts the restarts.
    std::optional<datetime> latest_restart_at; ///< Says when it was last restarted; nothing before that.
};

/// A deployment is a model that is served, in replicas.
struct deployment {
    static constexpr object_type type = object_type::deployment; ///< Names what this is a model of.

    std::string id;                           ///< Holds the server's id.
    std::string name;                         ///< Holds the name.
    json::object input;                       ///< Holds what it runs by now, in MAPI's words; see deployment_config.
    json::object original_input;              ///< Holds what it was created from; empty where the server does not tell.
    std::string status;                       ///< Holds the server's word.
    datetime created_at{};                    ///< Says when it was created.
    datetime updated_at{};                    ///< Says when it was last changed.
    std::optional<datetime> deleted_at;       ///< Says when it was deleted; nothing for one that is there.
    std::string public_dns;                   ///< Holds the host name at which it answers.
    std::int64_t current_version = 0;         ///< Counts its versions; 0 where the server does not tell.
    std::string created_by_email;             ///< Holds the address of who created it.
    std::vector<deployment_replica> replicas; ///< Holds its replicas.

    /// Reads a deployment from MAPI's answer. Throws mapi_error 400 "Missing required key(s) in response to deserialize
    /// Deployment object: …", and corogql::error of kind `decode`, which names the JSON path.
    static deployment from_mapi_response(const json::object& response);
    /// Returns how many replicas are in status RUNNING.
    std::size_t ready_replicas() const;
    /// Returns the cluster as its input names it: `compute.cluster`, or `cluster`; empty when neither is there.
    std::string cluster() const;
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
