/// Where a stream goes on, and where a list in pages is, is found and checked when code is generated.
#pragma once

#include "codegen/model.hpp"
#include "language/diagnostic.hpp"
#include "language/schema/schema.hpp"

namespace corogql::codegen {

/// What is known of an operation, and where faults go.
struct operation_facts {
    const language::operation& what;
    const language::document& all;
    const language::schema& schema;
    std::vector<language::diagnostic>& faults;
};

/// Follows `@corogql_resume(from:, into:)`, and sets the resume path of what it stands at.
void find_resume(const operation_facts& facts, cpp_operation& to);

/// Looks for the list that comes in pages: one with `pageInfo`, or with `cursor` and `hasNextPage`, whose field is
/// given a variable for the cursor; of several, that with `@corogql_pages`. Sets the page path, and the keys that lead
/// to an item.
void find_pages(const operation_facts& facts, cpp_operation& to, std::vector<std::string>& item_keys);

} // namespace corogql::codegen
