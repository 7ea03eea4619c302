/// What the directives of the specification say where they are applied to a definition.
#pragma once

#include "language/syntax/ast.hpp"

namespace corogql::language {

/// Returns the reason why something is deprecated (section 3.13.3); nothing where it is not.
std::optional<std::string_view> deprecation_reason(const directives& applied) noexcept;
/// Returns the URL of a scalar's specification (section 3.13.4).
std::optional<std::string_view> specified_by(const directives& applied) noexcept;
/// Whether exactly one field of an input object must be given (section 3.13.5).
bool is_one_of(const directives& applied) noexcept;

inline constexpr std::string_view usual_deprecation_reason = "No longer supported";

} // namespace corogql::language
