/// Who uses the built-in server: a few people of two organizations.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace corogql::testing {

namespace json = boost::json;

/// The first is whom all credentials belong to.
const json::array& people();

/// Those that an input {filters: {id, email}, entity: {organizationIds}} lets through.
json::array find_people(const json::object& input);

/// Each once, in the order in which people name them.
json::array organizations();

/// Says of what is created that the first one did it.
void sign(json::object& fields);

} // namespace corogql::testing
