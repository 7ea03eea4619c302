/// Input coercion (GraphQL specification, sections 3.5-3.12) leads from literals and variables to resolvers' JSON.
#pragma once

#include "language/schema/schema.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <stdexcept>

namespace corogql::testing {

namespace json = boost::json;

/// This error says in a server's words that an argument does not fit its type.
class value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Coerces all variables. Throws request_error (variables) that lists every variable that is missing or does not fit.
json::object coerce_variables(const language::operation& op, const json::object& given, const language::schema& types);

/// Returns the arguments of a field or directive, defaults filled in. Throws value_error.
json::object coerce_arguments(const std::vector<language::argument>& given,
                              const std::vector<language::input_definition>& wanted, const language::schema& types,
                              const json::object& variables);

} // namespace corogql::testing
