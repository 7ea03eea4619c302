/// A person who uses MAPI.
#pragma once

#include <corogql/mapi/object_type.hpp>
#include <corogql/mapi/organization.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct user {
    static constexpr object_type type = object_type::user;

    std::string id;
    std::string name;
    std::string email;
    std::vector<organization> organizations;

    /// Throws corogql::error of kind decode, which names the JSON path.
    static user from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
