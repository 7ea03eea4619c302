/// Scalars and enums take and give JSON by the rules of their types (GraphQL specification, section 3.5).
#pragma once

#include "language/syntax/ast.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace corogql::testing {

namespace json = boost::json;

/// Makes of a client's value what resolvers get; other scalars than the five built-in ones take any JSON. Returns what
/// is wrong, if anything, in the words of the reference implementation.
std::string take_leaf(json::value& value, const language::type_definition& type);

/// Makes of a resolver's value what clients get. Returns what is wrong, if anything.
std::string give_leaf(json::value& value, const language::type_definition& type);

} // namespace corogql::testing
