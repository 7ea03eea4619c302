#include <corogql/mapi/user.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi {

namespace {

organization read_organization(const detail::field_reader& from) {
    organization out;
    out.id = from.get<std::string>("id");
    out.name = from.text("name");
    out.is_databricks_internal = from.flag("isDatabricksInternal");
    return out;
}

} // namespace

organization organization::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    return read_organization(detail::field_reader(response, root));
}

user user::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    user out;
    out.id = from.get<std::string>("id");
    out.name = from.text("name");
    out.email = from.text("email");
    out.organizations = from.list("organizations", &read_organization);
    return out;
}

std::vector<std::string> user::cells() const { return {email, name}; }

} // namespace corogql::mapi
