/// Documents are validated against a schema (GraphQL specification, section 5): the rules, their wording and the places
/// they name are those of the reference implementation.
#pragma once

#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::language {

struct validate_options {
    /// Whether the use of what is deprecated is told, as a warning.
    bool deprecated = true;
    /// After so many errors no more are looked for, and the last says so.
    std::size_t max_errors = 100;
    /// How many times as much work is done as a server would do for one request, before it is too much.
    std::size_t patience = 1;

    /// Returns options for documents that may be a whole project's, and not one request's.
    static validate_options of_project() {
        validate_options patient;
        patient.max_errors = 1000;
        patient.patience = 100;
        return patient;
    }
};

/// Returns what is wrong, in the order in which the reference implementation reports it. The schema's own faults are
/// not looked for, and never make this fail.
std::vector<diagnostic> validate(const schema& against, const document& what, const validate_options& options = {});

} // namespace corogql::language
