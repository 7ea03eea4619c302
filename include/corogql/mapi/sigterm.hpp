/// What SIGTERM leaves standing: requests and tasks that are protected finish first.
///
/// From the first protected request on, or from set_protecting_sigterm_handler(), SIGTERM no longer ends the process at
/// once. A thread of the engine's own then
///   1. cancels everything unprotected of all connections, under way or queued,
///   2. lets the protected work, queued work too, come to its end, for the drain timeout at most: what waits for its
///      next attempt makes it now,
///   3. gives the signal its former disposition back and raises it again.
/// Meanwhile connection::close() and the process's end, should main() return, wait for that.
/// A program that installs a handler of its own later takes the protection away.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace corogql::mapi {

/// Installs the handler now, from any thread. Idempotent. After the signal was handled and the process lives on (its
/// former handler chose so), the next protected work installs it again.
void set_protecting_sigterm_handler();

/// How long protected work may take after SIGTERM; no retry begins that would end later. Default: 25 s, below the 30 s
/// that Kubernetes gives. At most a year.
void set_sigterm_drain_timeout(std::chrono::nanoseconds limit);

/// What SIGTERM does to unprotected work, at once and without a signal.
void cancel_unprotected_futures();

/// Protected work that has not ended yet, of all connections and pools.
std::size_t protected_futures();

} // namespace corogql::mapi
