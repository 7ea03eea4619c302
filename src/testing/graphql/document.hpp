/// Executable GraphQL documents stand here as trees (GraphQL specification, section 2).
#pragma once

#include "testing/graphql/lexer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace corogql::testing {

struct named_value;

/// A literal, or a variable, as it was written.
struct input_value {
    enum class type { variable, integer, floating, string, boolean, null, enumeration, list, object };
    type kind = type::null;
    /// The name of a variable or enum value, digits, characters, true or false.
    std::string text;
    std::vector<input_value> items;
    std::vector<named_value> fields;
    source_location where;
};

struct named_value {
    std::string name;
    input_value value;
};

struct type_reference {
    std::string name;                 ///< The name is empty for lists.
    std::vector<type_reference> item; ///< Lists have one entry here, other types none.
    bool non_null = false;

    bool is_list() const noexcept { return !item.empty(); }
    std::string text() const; ///< Returns the type as in a document: [Run!]!.
};

struct argument {
    std::string name;
    input_value value;
    source_location where;
};

struct directive {
    std::string name;
    std::vector<argument> arguments;
    source_location where;
};

struct selection {
    enum class type { field, spread, inline_fragment };
    type kind = type::field;
    std::string alias; ///< The response key: the field's name unless the field was given another.
    std::string name;  ///< The name of the field or the fragment.
    std::string type_condition;
    std::vector<argument> arguments;
    std::vector<directive> directives;
    std::vector<selection> selections;
    source_location where;
};

struct variable_definition {
    std::string name;
    type_reference type;
    std::optional<input_value> default_value;
    source_location where;
};

struct operation {
    std::string type = "query"; ///< The type is query, mutation or subscription.
    std::string name;
    std::vector<variable_definition> variables;
    std::vector<directive> directives;
    std::vector<selection> selections;
    source_location where;
};

struct fragment {
    std::string name;
    std::string type_condition;
    std::vector<selection> selections;
    source_location where;
};

struct document {
    std::vector<operation> operations;
    std::vector<fragment> fragments;

    const fragment* find_fragment(std::string_view name) const noexcept;
};

/// Parses a document. Throws request_error (syntax) with line and column. Selections may nest 200 deep.
document parse_document(std::string_view text);

} // namespace corogql::testing
