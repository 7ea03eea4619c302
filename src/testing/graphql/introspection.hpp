/// Introspection is answered as any other field is, out of the schema itself (GraphQL specification, section 4).
#pragma once

#include "language/schema/schema.hpp"

#include <boost/json/object.hpp>

namespace corogql::testing {

namespace json = boost::json;

/// Returns the value of `__schema` and `__type`, and of the fields of what they give. A type stands there as
/// `{"ref": "[Book!]"}`, so that types which hold each other have no end.
json::value introspect(const language::schema& types, const language::field_definition& field,
                       const json::object& parent, const json::object& arguments);

} // namespace corogql::testing
