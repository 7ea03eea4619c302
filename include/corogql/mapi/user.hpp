/// A user is a person who uses MAPI.
#pragma once

#include <corogql/mapi/object_type.hpp>
#include <corogql/mapi/organization.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A user belongs to organizations.
struct user {
    static constexpr object_type type = object_type::user; ///< Names what this is a model of.

    std::string id;                          ///< Holds the server's id.
    std::string name;                        ///< Holds the name.
    std::string email;                       ///< Holds the address.
    std::vector<organization> organizations; ///< Holds the organizations that the user belongs to.

    /// Reads a user from MAPI's answer. Throws corogql::error of kind `decode`, which names the JSON path.
    static user from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
