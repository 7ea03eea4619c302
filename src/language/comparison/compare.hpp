/// Two versions of a schema are compared: what changed, and whom it hurts.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::language {

struct change {
    enum class impact { safe, dangerous, breaking };

    impact hurts = impact::safe;
    std::string message;
    /// The schema coordinate of what changed: `Query.runs(limit:)`.
    std::string coordinate;
    /// The place in the new schema, or in the old one where it was removed.
    std::vector<location> where;
};

/// Returns all changes, breaking ones first, then by coordinate.
std::vector<change> compare(const schema& before, const schema& after);

} // namespace corogql::language
