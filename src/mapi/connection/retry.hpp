/// These rules say when a MAPI request is sent again, and after how long.
#pragma once

#include <corogql/mapi/connection_options.hpp>
#include <corogql/mapi/error.hpp>

#include <cstdint>
#include <exception>
#include <optional>

namespace corogql::mapi::detail {

/// A verdict says what the failure of an attempt allows.
struct verdict {
    bool temporary = false; ///< The status is 429, 502, 503 or 504.
    bool unheard = false;   ///< The operation was certainly not run: anything may be repeated.
    unsigned most_attempts = ~0u;
    std::optional<std::chrono::seconds> retry_after;
};

/// Judges a failed attempt by the mapi_error that was thrown; anything else allows nothing.
verdict judge(const mapi_error& failure);

/// Returns the wait before retry number `retry`, counted from 1.
std::chrono::nanoseconds retry_wait(const retry_policy& policy, unsigned retry, std::uint64_t random);

} // namespace corogql::mapi::detail
