/// These are the rules of GraphQL's section 5 that clients run into, with the wording of the reference implementation.
#pragma once

#include "testing/graphql/types.hpp"

namespace corogql::testing {

/// Validates a document. Throws request_error (validation) with everything that is wrong. Not checked are fields that
/// share a response key but differ (5.3.2), unused fragments (5.5.1.4), and unique names (5.2.1, 5.8.1).
void validate(const document& doc, const type_system& types);

/// Returns the operation to run. Throws request_error (validation).
const operation& select_operation(const document& doc, std::string_view name);

} // namespace corogql::testing
