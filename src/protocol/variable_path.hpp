/// Variables named by a path with dots: `input.filter.name`.
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Sets the member at `path`, making the objects on the way (and replacing what is no object there).
void set_variable(json::object& variables, std::string_view path, json::value value);

} // namespace corogql::protocol
