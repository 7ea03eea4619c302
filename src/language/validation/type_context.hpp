/// A type context says which types of the schema belong to a place in a document.
#pragma once

#include "language/schema/schema.hpp"

namespace corogql::language::validation {

/// The type of a value or field. Without a definition nothing is known of it.
struct known_type {
    type_reference written;
    const type_definition* named = nullptr;

    explicit operator bool() const noexcept { return named != nullptr; }
    std::string text() const { return written.text(); }
};

/// Each level of the walk changes a copy of what was around it.
struct type_context {
    const type_definition* parent = nullptr; ///< The composite type that selections are of.
    known_type type;                         ///< The type of an operation, fragment or field.
    const field_definition* field = nullptr;
    const directive_definition* directive = nullptr;
    const input_definition* argument = nullptr;
    known_type input;        ///< The type that a value should have.
    known_type parent_input; ///< The type of what a value is in: a list or an input object.
    bool has_default = false;
    const enum_value_definition* enum_value = nullptr;
};

/// Returns the type that a reference names where it may be written for values; nothing otherwise.
known_type input_type(const schema& in, const type_reference& written) noexcept;
/// Returns the same for fields.
known_type output_type(const schema& in, const type_reference& written) noexcept;

/// Whether values of one input type may stand where another is expected.
bool is_input_subtype(type_reference type, type_reference expected) noexcept;

} // namespace corogql::language::validation
