/// Fields that are selected under one response key must be the same; this is what they are compared by.
#pragma once

#include "language/validation/context.hpp"

#include <map>

namespace corogql::language::validation {

/// The arguments of a field by their names, as texts that are equal when the values mean the same.
struct argument_texts {
    std::map<std::string_view, std::string> by_name;
    std::size_t count = 0;

    bool repeated() const noexcept { return by_name.size() != count; }
};

/// A field and what the schema knows of it. `parent` may be unknown, and then all else is.
struct selected_field {
    const selection* node;
    const type_definition* parent;
    const field_definition* definition;

    /// Returns the type that its selections are of.
    const type_definition* named_type(const schema& in) const noexcept {
        return definition ? in.find(definition->type) : nullptr;
    }
};

selected_field field_of(const selection& node, const type_definition* parent);

/// Objects of two different types never stand in the same place, so that their fields may differ.
bool never_together(const type_definition* left, const type_definition* right) noexcept;

/// Whether answers would have values of two kinds in one place.
bool types_conflict(const schema& in, const type_reference& left, const type_reference& right) noexcept;

class argument_comparison {
public:
    /// Whether two fields are given the same arguments. Of an argument that was given twice the last counts on the
    /// right, and each on the left.
    bool same(const selection& left, const selection& right);
    const argument_texts& texts_of(const selection& field);

private:
    std::unordered_map<const selection*, argument_texts> texts_;
};

} // namespace corogql::language::validation
