/// A member of a union that this program does not know.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace corogql {

/// As an alternative of a std::variant it takes the objects whose `__typename` belongs to no other one.
struct other_type {
    std::string name; ///< what `__typename` says
    boost::json::object fields;
};

} // namespace corogql
