/// A schema is what a type system's definitions and their extensions come to (GraphQL specification, section 3).
#pragma once

#include "language/syntax/ast.hpp"

#include <unordered_map>
#include <unordered_set>

namespace corogql::language {

/// Making a schema checks nothing: of two definitions of one name the first counts, of two members of one name the last
/// in the place of the first, as in the reference implementation, and types that are referred to may be missing.
/// check() says what is wrong. A schema does not change, and may be used by several threads.
class schema {
public:
    using types = std::vector<const type_definition*>;

    /// Takes the definitions of types, directives and roots; operations and fragments mean nothing here.
    explicit schema(document definitions);
    schema(schema&&) = default;
    schema& operator=(schema&&) = default;

    /// Returns the type of a name, built-in ones included; nullptr where there is none.
    const type_definition* find(std::string_view name) const noexcept;
    /// Whether the schema has a type: built-in scalars that nothing refers to it has not (section 3.5).
    bool has(std::string_view name) const noexcept;
    /// Returns the type within lists and exclamation marks.
    const type_definition* find(const type_reference& type) const noexcept { return find(type.name); }
    /// Returns the type that operations of a kind begin with; nullptr where the schema has none.
    const type_definition* root(operation_kind kind) const noexcept;
    /// Returns the definition of a directive, built-in ones included.
    const directive_definition* find_directive(std::string_view name) const noexcept;

    /// Returns a type's field; those that every type has (`__typename`), or the query's root, included.
    const field_definition* field(const type_definition& parent, std::string_view name) const noexcept;

    /// Returns the object types that a composite type may turn out to be; of an object type itself alone.
    const types& possible_types(const type_definition& type) const noexcept;
    /// Returns the interfaces and object types that implement an interface.
    const types& implementations(const type_definition& interface_type) const noexcept;
    /// Whether every object of `type`, an object or interface, is one of `abstract_type`.
    bool is_subtype(const type_definition& abstract_type, const type_definition& type) const noexcept;
    /// Whether some object may be of both composite types.
    bool overlap(const type_definition& left, const type_definition& right) const noexcept;

    /// Returns the types that were defined, in their order; built-in ones are left out where they were not written
    /// down.
    const types& defined_types() const noexcept { return defined_types_; }
    const std::vector<const directive_definition*>& defined_directives() const noexcept { return defined_directives_; }
    /// Returns all directives, the built-in ones behind those that were defined.
    const std::vector<const directive_definition*>& directives() const noexcept { return directives_; }

    const std::optional<language::description>& description() const noexcept { return description_; }
    /// Returns the directives that are applied to the schema itself.
    const language::directives& applied_directives() const noexcept { return applied_directives_; }
    /// Whether there was a definition of the schema itself, `schema { … }`.
    bool has_definition() const noexcept { return has_definition_; }

    /// Returns the definitions as they were written.
    const document& definitions() const noexcept { return definitions_; }

private:
    void add_types();
    void add_directives();
    void note_scalars();
    void add_roots();
    void add_possible_types();

    document definitions_;
    std::list<type_definition> settled_; ///< Types with their extensions, and without members that do not count.
    std::list<directive_definition> settled_directives_;
    std::unordered_set<std::string_view> unused_scalars_;
    std::unordered_map<std::string_view, const type_definition*> by_name_;
    std::unordered_map<std::string_view, const directive_definition*> directives_by_name_;
    std::unordered_map<const type_definition*, types> possible_types_;
    std::unordered_map<const type_definition*, types> implementations_;
    types defined_types_;
    std::vector<const directive_definition*> defined_directives_, directives_;
    std::string_view roots_[3];
    std::optional<language::description> description_;
    language::directives applied_directives_;
    bool has_definition_ = false;
};

} // namespace corogql::language
