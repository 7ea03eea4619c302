/// Documents and type systems stand here as trees (GraphQL specification, sections 2 and 3). Texts are views of the
/// source or of the document's own store of strings, so that a node is valid as long as its document.
#pragma once

#include "language/source.hpp"
#include "language/syntax/type_reference.hpp"

#include <list>
#include <optional>

namespace corogql::language {

struct identifier {
    std::string_view text;
    place where;

    bool empty() const noexcept { return text.empty(); }
};

/// Returns what something is called: an identifier is its own name.
inline std::string_view name_of(const identifier& name) noexcept { return name.text; }
template <class Node>
std::string_view name_of(const Node& node) noexcept {
    return node.name.text;
}

struct description {
    std::string_view text;
    place where;
    bool block = false; ///< It was written as a block string.
};

struct object_field;

/// A literal, or a variable, as it was written.
struct value {
    enum class type { variable, integer, floating, string, boolean, null, enumeration, list, object };

    type kind = type::null;
    bool block = false; ///< A string was written as a block string.
    /// The name of a variable or enum value, digits, the characters of a string, `true`, `false`.
    std::string_view text;
    std::vector<value> items;
    std::vector<object_field> fields;
    place where;
};

struct object_field {
    identifier name;
    language::value value;
};

struct argument {
    identifier name;
    language::value value;
};

struct directive {
    identifier name;
    std::vector<argument> arguments;
    place where; ///< The place of the at sign.

    const argument* find(std::string_view argument_name) const noexcept;
};

using directives = std::vector<directive>;

const directive* find(const directives& all, std::string_view name) noexcept;

// What is executed.

struct selection {
    enum class type { field, spread, inline_fragment };

    type kind = type::field;
    identifier alias; ///< The alias is empty where the field was given none.
    identifier name;  ///< The name of the field or of the fragment.
    std::optional<identifier> type_condition;
    std::vector<argument> arguments;
    language::directives directives;
    std::vector<selection> selections;
    place where;
    /// The place of the brace that the selections begin with; without a source where there are none.
    place braces;

    std::string_view response_key() const noexcept { return alias.empty() ? name.text : alias.text; }
};

struct variable_definition {
    std::optional<language::description> description;
    identifier name; ///< The place is the name's, behind the dollar sign.
    type_reference type;
    std::optional<value> default_value;
    language::directives directives;
    place where; ///< The place of the dollar sign.
};

enum class operation_kind { query, mutation, subscription };

std::string_view text_of(operation_kind kind) noexcept;

struct operation {
    std::optional<language::description> description;
    operation_kind kind = operation_kind::query;
    identifier name;
    std::vector<variable_definition> variables;
    language::directives directives;
    std::vector<selection> selections;
    place where;
    bool shorthand = false; ///< Only a selection set was written.
};

struct fragment {
    std::optional<language::description> description;
    identifier name;
    identifier type_condition;
    language::directives directives;
    std::vector<selection> selections;
    place where;
};

// What describes a schema.

struct input_definition {
    std::optional<language::description> description;
    identifier name;
    type_reference type;
    std::optional<value> default_value;
    language::directives directives;
    place where;

    /// Whether it must be given, as it is written: a default may turn out not to fit, and to be none.
    bool required() const noexcept { return type.non_null() && !default_value; }
};

/// The indexes of a list's nodes in the order of their names. A schema makes it for long lists, so that nodes are found
/// in them; without it they are looked for.
using name_index = std::vector<std::uint32_t>;

struct field_definition {
    std::optional<language::description> description;
    identifier name;
    std::vector<input_definition> arguments;
    name_index arguments_by_name;
    type_reference type;
    language::directives directives;
    place where;

    const input_definition* argument(std::string_view name) const noexcept;
};

struct enum_value_definition {
    std::optional<language::description> description;
    identifier name;
    language::directives directives;
    place where;
};

enum class type_kind { scalar, object, interface, union_type, enumeration, input };

struct type_definition {
    type_kind kind = type_kind::scalar;
    std::optional<language::description> description;
    identifier name;
    std::vector<identifier> interfaces;
    language::directives directives;
    std::vector<field_definition> fields; ///< Objects and interfaces have fields.
    std::vector<input_definition> inputs; ///< Input objects have these fields.
    std::vector<enum_value_definition> values;
    std::vector<identifier> members; ///< Unions have member types.
    name_index fields_by_name, inputs_by_name, values_by_name;
    place where;
    bool extension = false;

    bool is_leaf() const noexcept { return kind == type_kind::scalar || kind == type_kind::enumeration; }
    bool is_composite() const noexcept { return !is_leaf() && kind != type_kind::input; }
    bool is_abstract() const noexcept { return kind == type_kind::interface || kind == type_kind::union_type; }
    bool is_input() const noexcept { return is_leaf() || kind == type_kind::input; }
    bool is_output() const noexcept { return kind != type_kind::input; }
    bool implements(std::string_view interface_name) const noexcept;

    const field_definition* field(std::string_view name) const noexcept;
    const input_definition* input(std::string_view name) const noexcept;
    const enum_value_definition* value(std::string_view name) const noexcept;
};

struct root_operation {
    operation_kind kind = operation_kind::query;
    identifier type;
    place where;
};

struct schema_definition {
    std::optional<language::description> description;
    language::directives directives;
    std::vector<root_operation> roots;
    place where;
    bool extension = false;
};

struct directive_definition {
    std::optional<language::description> description;
    identifier name; ///< The place is the name's, behind the at sign.
    std::vector<input_definition> arguments;
    name_index arguments_by_name;
    bool repeatable = false;
    std::vector<identifier> locations;
    place where;

    const input_definition* argument(std::string_view name) const noexcept;
    bool allowed_on(std::string_view location) const noexcept;
};

/// Documents may hold definitions of every kind; those to be executed hold operations and fragments only.
struct document {
    enum class definition { operation, fragment, schema, type, directive };

    std::vector<operation> operations;
    std::vector<fragment> fragments;
    std::vector<schema_definition> schemas;
    std::vector<type_definition> types;
    std::vector<directive_definition> directive_definitions;
    /// What stood in which order: the kind of each definition, the next of its vector.
    std::vector<definition> order;

    std::vector<std::shared_ptr<const source>> sources;
    std::list<std::string> strings; ///< Texts that stand in no source; views of them stay valid when lists are joined.

    document() = default;
    document(document&&) = default;
    document& operator=(document&&) = default;
    document(const document&) = delete; ///< The views of a copy would be views of what was copied.

    /// Keeps a text for as long as the document, and returns the view of it.
    std::string_view keep(std::string text);
    /// Takes over the definitions of another document.
    void append(document other);

    const fragment* find_fragment(std::string_view name) const noexcept;
};

} // namespace corogql::language
