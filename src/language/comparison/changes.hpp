/// Changes are gathered part by part of a schema.
#pragma once

#include "language/comparison/compare.hpp"
#include "language/schema/default_value.hpp"

namespace corogql::language {

/// A part of a schema, which changes are told of: its coordinate, and where it stands.
struct changed_part {
    std::string coordinate;
    place where;
};

class changes {
public:
    changes(const schema& old_schema, const schema& new_schema)
        : before(old_schema), after(new_schema), defaults_before(old_schema, true), defaults_after(new_schema, true) {}

    void add(change::impact hurts, std::string message, const changed_part& of);
    /// Adds a change that reaches those who use what has another coordinate.
    void add(change::impact hurts, std::string message, const changed_part& of, std::string reaches);

    /// Whether an argument or input field of the new schema must be given, and whether one of the old.
    bool required_now(const input_definition& one) { return defaults_after.required(one); }
    bool required_once(const input_definition& one) { return defaults_before.required(one); }

    const schema& before;
    const schema& after;
    default_texts defaults_before, defaults_after;
    std::vector<change> all;
};

// Each adds what has changed between two nodes of one name.

void compare_schemas(changes& to);
void compare_directives(changes& to);
void compare_types(changes& to, const type_definition& before, const type_definition& after);
void compare_fields(changes& to, const type_definition& before, const type_definition& after);
void compare_input_fields(changes& to, const type_definition& before, const type_definition& after);

/// Compares arguments or input fields of what has the coordinate `within`; `words` say that the type has changed.
void compare_inputs(changes& to, const changed_part& of, const std::string& within, const std::string& name,
                    const char* words, const input_definition& before, const input_definition& after);

/// Adds what has changed between the directives that are applied, `@deprecated` among them, on a part that is called
/// `name`.
void compare_applied(changes& to, const changed_part& of, const std::string& name, const directives& before,
                     const directives& after);
void compare_descriptions(changes& to, const changed_part& of, const std::string& name,
                          const std::optional<description>& before, const std::optional<description>& after);

template <class Node>
void compare_annotations(changes& to, const changed_part& of, const std::string& name, const Node& before,
                         const Node& after) {
    compare_descriptions(to, of, name, before.description, after.description);
    compare_applied(to, of, name, before.directives, after.directives);
}

} // namespace corogql::language
