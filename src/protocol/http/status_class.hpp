/// An HTTP status says who may send the operation again.
#pragma once

#include <corogql/retry_verdict.hpp>

namespace corogql::protocol {

using failure_class = retry_class;

/// Returns the class of a status, which is `final` for all that is a real answer. `told_to_wait` is true when the
/// server said so, by Retry-After or by a rate limit that is used up.
failure_class classify_status(unsigned status, bool told_to_wait);

} // namespace corogql::protocol
