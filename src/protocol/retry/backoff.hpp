/// Backoff says how long to wait before a failed attempt is repeated: exponential, with full jitter.
#pragma once

#include <corogql/backoff_options.hpp>

#include <chrono>
#include <cstdint>

namespace corogql::protocol {

/// Returns a wait, chosen evenly from [0, min(max, initial * 2^(retry-1))]. `retry` counts from 1; all bits of `random`
/// are chance.
std::chrono::nanoseconds backoff(const backoff_options& options, unsigned retry, std::uint64_t random);

} // namespace corogql::protocol
