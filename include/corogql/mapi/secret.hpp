/// A secret that runs may use. Its value is never sent back.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct secret {
    static constexpr object_type type = object_type::secret;

    std::string id; ///< empty where the server does not tell
    std::string name;
    std::string secret_type; ///< the server's word
    json::object metadata;
    std::optional<datetime> created_at;

    /// Throws corogql::error of kind decode, which names the JSON path.
    static secret from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
