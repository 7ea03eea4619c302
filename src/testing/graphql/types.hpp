/// The types of a GraphQL schema are read from the schema definition language.
#pragma once

#include "testing/graphql/document.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <optional>

namespace corogql::testing {

struct input_definition {
    std::string name;
    type_reference type;
    std::optional<input_value> default_value;
};

struct field_definition {
    std::string name;
    type_reference type;
    std::vector<input_definition> arguments;
};

struct type_definition {
    enum class type { scalar, object, input, enumeration };
    type kind = type::scalar;
    std::string name;
    std::vector<field_definition> fields; ///< Objects have fields.
    std::vector<input_definition> inputs; ///< Inputs have these fields.
    std::vector<std::string> values;      ///< Enums have values.

    bool is_leaf() const noexcept { return kind == type::scalar || kind == type::enumeration; }
    const field_definition* field(std::string_view name) const noexcept;
};

class type_system {
public:
    /// Parses a schema. Throws request_error (syntax). The five built-in scalars are known; other scalars take any
    /// JSON.
    static type_system parse(std::string_view schema);

    const type_definition* find(std::string_view name) const noexcept;
    /// Returns the named type inside of lists and exclamation marks.
    const type_definition* innermost(const type_reference& type) const noexcept;

private:
    std::map<std::string, type_definition, std::less<>> types_;
};

/// Returns Query, Mutation or Subscription for an operation's type.
std::string root_type_name(std::string_view operation_type);

} // namespace corogql::testing
