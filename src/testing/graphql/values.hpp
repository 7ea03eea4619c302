/// Input coercion (GraphQL specification, sections 3.5-3.12): from literals and variables to resolvers' JSON.
#pragma once

#include "testing/graphql/types.hpp"

#include <boost/json/object.hpp>

namespace corogql::testing {

/// A value that does not fit its type, in a server's words.
class value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throws value_error.
json::value coerce_value(const json::value& given, const type_reference& type, const type_system& types);

/// The same for a literal. `variables` are coerced already; null: variables pass unlooked at, for validation.
json::value coerce_literal(const input_value& given, const type_reference& type, const type_system& types,
                           const json::object* variables);

/// Throws request_error (validation) that lists every variable that is missing or does not fit.
json::object coerce_variables(const operation& op, const json::object& given, const type_system& types);

/// The arguments of a field, defaults filled in. Throws value_error.
json::object coerce_arguments(const std::vector<argument>& given, const std::vector<input_definition>& wanted,
                              const type_system& types, const json::object& variables);

} // namespace corogql::testing
