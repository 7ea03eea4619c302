/// May a failed attempt be repeated? Pure rules; the engine supplies time and chance.
#pragma once

#include "protocol/operation.hpp"

#include <corogql/error.hpp>
#include <corogql/retry_options.hpp>

#include <chrono>
#include <cstdint>

namespace corogql::protocol {

/// What a failure says of the server's side.
enum class failure_class {
    unsent,    ///< the operation cannot have reached the server: repeat anything
    refused,   ///< the server did not run it (429, 503 with Retry-After, 408, 421, 425): repeat anything
    ambiguous, ///< it may have run, or its answer was cut off: repeat only what does no harm twice
    final,     ///< repeating gives the same
};

failure_class classify(const error& failure);

/// The same for a status alone. `final` for all that is a real answer.
failure_class classify_status(unsigned status, bool has_retry_after);

bool may_repeat(failure_class failure, operation_kind kind, bool idempotent);

/// Full jitter: evenly from [0, min(max, initial * 2^(retry-1))]. `retry` counts from 1.
std::chrono::nanoseconds backoff(const retry_options& options, unsigned retry, std::uint64_t random);

} // namespace corogql::protocol
