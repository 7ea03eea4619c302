/// A failure tells something of the server's side, and so which operations may be sent again after it.
#pragma once

#include "protocol/graphql/operation.hpp"
#include "protocol/http/status_class.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

failure_class classify(const error& failure);

bool may_repeat(failure_class failure, operation_kind kind, bool idempotent);

} // namespace corogql::protocol
