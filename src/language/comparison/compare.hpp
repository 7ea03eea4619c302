/// Two versions of a schema are compared: what changed, and whom it hurts.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::language {

struct change {
    /// An impact says what becomes of clients: breaking changes refuse documents that were valid, dangerous ones may
    /// change what valid documents do.
    enum class impact { safe, dangerous, breaking };

    impact hurts = impact::safe;
    std::string message;
    /// The schema coordinate of what changed: `Query.runs(limit:)`.
    std::string coordinate;
    /// The coordinate that a document touches when the change may reach it: that of what changed, or of what that is in
    /// where it also reaches those who do not name it, as with a new argument or another default.
    std::string reaches;
    /// The place in the new schema, or in the old one where it was removed.
    std::vector<location> where;
};

/// Returns all changes, breaking ones first, then by coordinate. Impact and wording are those of the reference
/// implementation's findBreakingChanges and findDangerousChanges, for what these tell.
std::vector<change> compare(const schema& before, const schema& after);

std::string_view text_of(change::impact hurts) noexcept;

/// Returns one line as compilers write it: `file:line:column: breaking: message [coordinate]`.
std::string to_text(const change& what);

} // namespace corogql::language
