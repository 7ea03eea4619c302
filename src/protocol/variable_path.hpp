/// Variables named by a path with dots: `input.filter.name`.
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Sets the member at `path`, making the objects on the way (and replacing what is no object there).
void set_variable(json::object& variables, std::string_view path, json::value value);

/// Makes the value at `path` null, where a file will stand. A number is an item of a list, or the member of an object
/// that is there; objects and lists on the way are made, and a list grows by one item at a time. Throws
/// corogql::error of kind `usage` for a path that leads through another value, or beyond the end of a list.
void clear_variable(json::object& variables, std::string_view path);

} // namespace corogql::protocol
