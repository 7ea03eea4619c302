#include <corogql/mapi/users.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/filter_json.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

json::object user_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "id", ids_);
    detail::add_condition(filters, "email", emails_);
    json::object input;
    input["filters"] = std::move(filters);
    json::object entity;
    detail::add_list(entity, "organizationIds", organization_ids_);
    if (!entity.empty()) input["entity"] = std::move(entity);
    return input;
}

operation get_current_user() {
    json::object input;
    input["filters"] = json::object();
    return detail::make_operation("query", "GetUsers", "getUsers",
                                  {{"getUsersData", "GetUsersInput!", std::move(input)}}, detail::user_selection);
}

operation get_organizations() {
    json::object input;
    input["filters"] = json::object();
    return detail::make_operation("query", "GetAllOrganizations", "getAllOrganizations",
                                  {{"getOrganizationsData", "GetOrganizationsInput!", std::move(input)}},
                                  detail::organization_selection);
}

operation get_users(const user_filter& filter) {
    return detail::make_operation("query", "GetAllUsers", "getAllUsers",
                                  {{"getAllUsersData", "GetUsersInput!", filter.to_json()}}, detail::user_selection);
}

} // namespace corogql::mapi
