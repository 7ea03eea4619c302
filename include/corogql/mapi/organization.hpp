/// An organization has people who use MAPI.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// An organization is one that a user belongs to.
struct organization {
    std::string id;                      ///< Holds the server's id.
    std::string name;                    ///< Holds the name.
    bool is_databricks_internal = false; ///< Holds the server's `isDatabricksInternal`.

    /// Reads an organization from MAPI's answer. Throws corogql::error of kind `decode`, which names the JSON path.
    static organization from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
