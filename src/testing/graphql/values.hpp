/// Input coercion (GraphQL specification, sections 3.5-3.12) leads from literals and variables to resolvers' JSON.
#pragma once

#include "language/schema/schema.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <stdexcept>
#include <unordered_map>

namespace corogql::testing {

namespace json = boost::json;

/// This error says in a server's words that an argument does not fit its type.
class value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Inputs are coerced by the types of one schema, whose default values are coerced once.
class input_coercion {
public:
    explicit input_coercion(const language::schema& types) : types_(types) {}

    /// Coerces all variables. Throws request_error (variables) that lists every variable that is missing or does not
    /// fit.
    json::object variables(const language::operation& op, const json::object& given);

    /// Returns the arguments of a field or directive, defaults filled in. Throws value_error.
    json::object arguments(const std::vector<language::argument>& given,
                           const std::vector<language::input_definition>& wanted, const json::object& variables);

    /// Returns nothing for a literal that does not fit, or is a variable that was not given.
    std::optional<json::value> literal(const language::value& given, const language::type_reference& type,
                                       const json::object& variables);
    /// Returns a default value; nothing where it does not fit. Throws value_error for one that holds itself, or that
    /// grows beyond all bounds with those of the fields in it.
    const std::optional<json::value>& default_of(const language::input_definition& input);

    const language::schema& types() const noexcept { return types_; }

private:
    struct known_default {
        bool done = false;
        std::optional<json::value> value;
        std::size_t size = 0;
    };

    std::optional<json::value> list(const language::value& given, const language::type_reference& item,
                                    const json::object& variables);
    std::optional<json::value> object(const language::value& given, const language::type_definition& type,
                                      const json::object& variables);

    const language::schema& types_;
    std::unordered_map<const language::input_definition*, known_default> defaults_;
    std::size_t made_ = 0; ///< Counts the values of the default that is being coerced.
};

} // namespace corogql::testing
