/// Variables are named by a path with dots: `input.filter.name`. A number is an item of a list, or the member of an
/// object that is there; objects and lists on the way are made, and a list grows by one item at a time. Each function
/// throws corogql::error of kind `usage` for a path that has an empty name, or leads beyond the end of a list.
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace corogql::protocol {

namespace json = boost::json;

/// Sets what stands at `path`, replacing what is in its way.
void set_variable(json::object& variables, std::string_view path, json::value value);

/// Makes the value at `path` null, where a file will stand. A path that leads through another value throws kind
/// `usage`, too.
void clear_variable(json::object& variables, std::string_view path);

} // namespace corogql::protocol
