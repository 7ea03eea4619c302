/// A deployment that serves a model.
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

struct deployment_replica {
    std::string name;
    std::string status; ///< the server's word
    std::int64_t latest_restart_count = 0;
    std::optional<datetime> latest_restart_at;
};

struct deployment {
    static constexpr object_type type = object_type::deployment;

    std::string id;
    std::string name;
    json::object input;          ///< what it runs by now, in MAPI's words; see deployment_config
    json::object original_input; ///< what it was created from; empty where the server does not tell
    std::string status;          ///< the server's word
    datetime created_at{}, updated_at{};
    std::optional<datetime> deleted_at;
    std::string public_dns;
    std::int64_t current_version = 0; ///< 0 where the server does not tell
    std::string created_by_email;
    std::vector<deployment_replica> replicas;

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize Deployment object: …", and
    /// corogql::error of kind decode, which names the JSON path.
    static deployment from_mapi_response(const json::object& response);
    /// Replicas in status RUNNING.
    std::size_t ready_replicas() const;
    /// As its input names it: `compute.cluster`, or `cluster`; empty when neither is there.
    std::string cluster() const;
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
