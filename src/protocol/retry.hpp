/// May a failed attempt be repeated? Pure rules; the engine supplies time and chance.
#pragma once

#include "protocol/operation.hpp"

#include <corogql/error.hpp>
#include <corogql/retry_options.hpp>

#include <chrono>
#include <cstdint>

namespace corogql::protocol {

using failure_class = retry_class;

failure_class classify(const error& failure);

/// The same for a status alone; `told_to_wait`: by Retry-After, or by a rate limit that is used up. `final` for all
/// that is a real answer.
failure_class classify_status(unsigned status, bool told_to_wait);

bool may_repeat(failure_class failure, operation_kind kind, bool idempotent);

/// Full jitter: evenly from [0, min(max, initial * 2^(retry-1))]. `retry` counts from 1.
std::chrono::nanoseconds backoff(const retry_options& options, unsigned retry, std::uint64_t random);

} // namespace corogql::protocol
