/// The plain schema is served where no other was given: a greeting, an echo, failures and a count, to try clients with.
#pragma once

#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

served_schema plain_schema();

/// Answers the fields of the plain schema in another one that has them, too.
void add_plain_fields(served_schema& api);

} // namespace corogql::testing
