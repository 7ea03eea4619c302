#include "testing/mapi/people.hpp"

#include "testing/graphql/json_member.hpp"
#include "testing/mapi/filter.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr std::string_view people_data = R"([
  {"id": "00000004-0000-4000-8000-000000000001", "name": "Ada", "email": "ada@example.com", "organizations": [
    {"id": "00000005-0000-4000-8000-000000000001", "name": "Engines", "isDatabricksInternal": false}]},
  {"id": "00000004-0000-4000-8000-000000000002", "name": "Charles", "email": "charles@example.com",
   "organizations": [
    {"id": "00000005-0000-4000-8000-000000000001", "name": "Engines", "isDatabricksInternal": false}]},
  {"id": "00000004-0000-4000-8000-000000000003", "name": "Grace", "email": "grace@example.com", "organizations": [
    {"id": "00000005-0000-4000-8000-000000000001", "name": "Engines", "isDatabricksInternal": false},
    {"id": "00000005-0000-4000-8000-000000000002", "name": "Compilers", "isDatabricksInternal": true}]},
  {"id": "00000004-0000-4000-8000-000000000004", "name": "Zoë", "email": "zoe@example.com", "organizations": [
    {"id": "00000005-0000-4000-8000-000000000002", "name": "Compilers", "isDatabricksInternal": true}]}
])";

bool belongs(const json::object& person, const json::value& condition) {
    const auto& organizations = person.at("organizations").as_array();
    return std::any_of(organizations.begin(), organizations.end(),
                       [&](const json::value& organization) { return passes(organization.at("id"), condition); });
}

} // namespace

const json::array& people() {
    static const json::array list = json::parse(people_data).as_array();
    return list;
}

json::array organizations() {
    json::array result;
    for (const auto& person : people())
        for (const auto& organization : person.at("organizations").as_array())
            if (std::find(result.begin(), result.end(), organization) == result.end()) result.push_back(organization);
    return result;
}

json::array find_people(const json::object& input) {
    const auto filters = object_at(input, "filters");
    const json::object organization{{"in", member(object_at(input, "entity"), "organizationIds")}};
    json::array result;
    for (const auto& person : people())
        if (passes_all(person.get_object(), filters) && belongs(person.get_object(), organization))
            result.push_back(person);
    return result;
}

void sign(json::object& fields) {
    const auto& person = people().front();
    fields["createdById"] = person.at("id");
    fields["createdByEmail"] = person.at("email");
    fields["organizationId"] = person.at("organizations").at(0).at("id");
}

} // namespace corogql::testing
