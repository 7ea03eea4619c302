/// A few people of two organizations use the built-in server.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace corogql::testing {

namespace json = boost::json;

/// Returns all people. All credentials belong to the first.
const json::array& people();

/// Returns the people that an input {filters: {id, email}, entity: {organizationIds}} lets through.
json::array find_people(const json::object& input);

/// Returns each organization once, in the order in which people name them.
json::array organizations();

/// Says of what is created that the first of the people did it.
void sign(json::object& fields);

} // namespace corogql::testing
