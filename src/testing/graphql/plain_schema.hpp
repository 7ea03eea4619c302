/// The plain schema is served where no other was given, to try clients with: a greeting, an echo, failures, a count,
/// and books in pages.
#pragma once

#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

served_schema plain_schema();

/// Answers the fields of the plain schema in another one that has them, too: all but the books.
void add_plain_fields(served_schema& api);

} // namespace corogql::testing
