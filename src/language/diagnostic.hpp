/// A diagnostic is what is wrong in a document or schema, and where.
#pragma once

#include "language/source.hpp"

#include <stdexcept>

namespace corogql::language {

/// A location outlives the source that it is in.
struct location {
    std::string file;
    position at;

    friend bool operator==(const location&, const location&) = default;
};

/// Returns a place as compilers write it: `file:line:column`.
std::string to_text(const location& where);

/// Nothing is returned for a place that was never written.
std::vector<location> locations_of(const std::vector<place>& places);

struct diagnostic {
    enum class severity { error, warning };

    severity level = severity::error;
    std::string message;
    std::string_view rule; ///< The rule's name is a constant, as graphql-js calls it; empty where it has none.
    std::vector<location> where;
};

/// Returns one line as compilers write it: `file:line:column: error: message [Rule]`. Further places follow in
/// parentheses.
std::string to_text(const diagnostic& what);

/// Gives those without a place, such as what an introspection says, the beginning of a file.
void place_in(std::vector<diagnostic>& all, const std::string& file);

/// Sorts by file, line and column; diagnostics of one place stay in their order, those without one stand at the end.
void sort_by_place(std::vector<diagnostic>& all);

/// A text that is not GraphQL, or passes a limit.
class syntax_error : public std::runtime_error {
public:
    /// The message begins with "Syntax Error: ", as servers word it.
    syntax_error(const std::string& what, place where);

    const diagnostic& what_is_wrong() const noexcept { return diagnostic_; }

private:
    diagnostic diagnostic_;
};

} // namespace corogql::language
