#include <corogql/mapi/secret.hpp>

#include "mapi/field_reader.hpp"

namespace corogql::mapi {

secret secret::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    secret out;
    out.id = from.get_or<std::string>("id");
    out.name = from.get<std::string>("name");
    out.secret_type = from.get_or<std::string>("type");
    out.metadata = from.get_or<json::object>("metadata");
    out.created_at = from.optional_time("createdAt");
    return out;
}

std::vector<std::string> secret::cells() const {
    return {name, secret_type, created_at ? to_string(*created_at) : std::string()};
}

} // namespace corogql::mapi
