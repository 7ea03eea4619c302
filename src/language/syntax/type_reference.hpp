/// A type where it is used: a name, with lists and exclamation marks around it.
#pragma once

#include "language/source.hpp"

namespace corogql::language {

/// References are small values without parts of their own. Lists nest 63 deep at most.
struct type_reference {
    static constexpr unsigned most_lists = 63;

    std::string_view name;
    place where;      ///< The place of the first bracket, or of the name.
    place name_where; ///< The place of the name.
    unsigned lists = 0;
    std::uint64_t non_nulls = 0; ///< Bit N says whether what has N lists around the name may not be null.

    bool is_list() const noexcept { return lists > 0; }
    bool non_null() const noexcept { return non_nulls >> lists & 1; }

    type_reference item() const noexcept {
        auto inner = *this;
        inner.lists -= 1;
        inner.non_nulls &= (std::uint64_t(1) << lists) - 1;
        return inner;
    }
    type_reference nullable() const noexcept {
        auto same = *this;
        same.non_nulls &= ~(std::uint64_t(1) << lists);
        return same;
    }
    type_reference required() const noexcept {
        auto same = *this;
        same.non_nulls |= std::uint64_t(1) << lists;
        return same;
    }

    /// Returns the type as it is written: `[Run!]!`.
    std::string text() const;

    /// Types are equal when they are written alike, wherever.
    friend bool operator==(const type_reference& left, const type_reference& right) noexcept {
        return left.name == right.name && left.lists == right.lists && left.non_nulls == right.non_nulls;
    }
};

} // namespace corogql::language
