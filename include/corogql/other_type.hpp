/// A union may have members that this program does not know.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace corogql {

/// As an alternative of a `std::variant` this takes the objects whose `__typename` belongs to no other one.
struct other_type {
    std::string name; ///< Holds what `__typename` says.
    /// Holds the fields of the object, as they came.
    boost::json::object fields;
};

} // namespace corogql
