/// What is asked to learn a server's schema.
#pragma once

#include <string_view>

namespace corogql::language {

/// Servers refuse what their edition of the specification does not have, so the query has levels of newness, the
/// newest first.
inline constexpr unsigned introspection_levels = 4;

/// Returns the query of a level: 0 is all of the September 2025 edition; 1 is without `isOneOf`; 2 also without what
/// came in October 2021 (the schema's description, `specifiedByURL`, `isRepeatable`, deprecated input values); 3 is the
/// first edition's, without subscriptions, with `onField` and its like in place of locations, and with types that nest
/// less deeply.
std::string_view introspection_query(unsigned level) noexcept;

} // namespace corogql::language
