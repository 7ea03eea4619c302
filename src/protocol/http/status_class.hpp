/// What an HTTP status says of who may send the operation again.
#pragma once

#include <corogql/retry_verdict.hpp>

namespace corogql::protocol {

using failure_class = retry_class;

/// `told_to_wait`: by Retry-After, or by a rate limit that is used up. `final` for all that is a real answer.
failure_class classify_status(unsigned status, bool told_to_wait);

} // namespace corogql::protocol
