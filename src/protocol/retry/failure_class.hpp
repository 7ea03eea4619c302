/// What a failure says of the server's side, and which operations may be sent again after it.
#pragma once

#include "protocol/operation.hpp"

#include <corogql/error.hpp>
#include <corogql/retry_verdict.hpp>

namespace corogql::protocol {

using failure_class = retry_class;

failure_class classify(const error& failure);

/// The same for a status alone; `told_to_wait`: by Retry-After, or by a rate limit that is used up. `final` for all
/// that is a real answer.
failure_class classify_status(unsigned status, bool told_to_wait);

bool may_repeat(failure_class failure, operation_kind kind, bool idempotent);

} // namespace corogql::protocol
