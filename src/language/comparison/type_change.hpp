/// The type of a field or argument may change without hurting those who use it.
#pragma once

#include "language/syntax/type_reference.hpp"

namespace corogql::language {

/// Whether every value of `stricter` is one of `looser`, of which more may be null.
inline bool is_stricter(const type_reference& stricter, const type_reference& looser) noexcept {
    return stricter.name == looser.name && stricter.lists == looser.lists &&
           (looser.non_nulls & ~stricter.non_nulls) == 0;
}

/// Whether those who read values of the old type can read those of the new one.
inline bool is_safe_for_output(const type_reference& before, const type_reference& after) noexcept {
    return is_stricter(after, before);
}

/// Whether values of the old type are still taken.
inline bool is_safe_for_input(const type_reference& before, const type_reference& after) noexcept {
    return is_stricter(before, after);
}

} // namespace corogql::language
