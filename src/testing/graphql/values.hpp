/// Input coercion (GraphQL specification, sections 3.5-3.12) leads from literals and variables to resolvers' JSON.
#pragma once

#include "testing/graphql/types.hpp"

#include <boost/json/object.hpp>

namespace corogql::testing {

/// This error says in a server's words that a value does not fit its type.
class value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Coerces a JSON value to a type. Throws value_error.
json::value coerce_value(const json::value& given, const type_reference& type, const type_system& types);

/// Coerces a literal to a type. Throws value_error. `variables` are coerced already; where they are null, variables
/// pass unlooked at, for validation.
json::value coerce_literal(const input_value& given, const type_reference& type, const type_system& types,
                           const json::object* variables);

/// Coerces all variables. Throws request_error (validation) that lists every variable that is missing or does not fit.
json::object coerce_variables(const operation& op, const json::object& given, const type_system& types);

/// Returns the arguments of a field, defaults filled in. Throws value_error.
json::object coerce_arguments(const std::vector<argument>& given, const std::vector<input_definition>& wanted,
                              const type_system& types, const json::object& variables);

} // namespace corogql::testing
