/// Variables named by a path with dots: `input.filter.name`. A number is an item of a list, or the member of an object
/// that is there; objects and lists on the way are made, and a list grows by one item at a time. Each throws
/// corogql::error of kind `usage` for a path with an empty name, or that leads beyond the end of a list.
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Sets what stands at `path`, replacing what is in its way.
void set_variable(json::object& variables, std::string_view path, json::value value);

/// Makes the value at `path` null, where a file will stand; throws for a path that leads through another value, too.
void clear_variable(json::object& variables, std::string_view path);

} // namespace corogql::protocol
