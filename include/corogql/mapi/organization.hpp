/// An organization of people who use MAPI.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace corogql::mapi {

namespace json = boost::json;

struct organization {
    std::string id;
    std::string name;
    bool is_databricks_internal = false;

    /// Throws corogql::error of kind decode, which names the JSON path.
    static organization from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
