/// SIGTERM leaves protected work standing: requests and tasks that are protected finish first.
///
/// From the first protected request on, or from set_protecting_sigterm_handler(), SIGTERM no longer ends the process at
/// once. A thread of the engine's own then
///
/// - cancels everything unprotected of all connections, under way or queued;
/// - lets the protected work, queued work too, come to its end, for the drain timeout at most: what waits for its next
///   attempt makes it now;
/// - gives the signal its former disposition back and raises it again.
///
/// Meanwhile connection::close() and the process's end, should main() return, wait for that. A program that installs a
/// handler of its own later takes the protection away.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace corogql::mapi {

/// Installs the handler now, from any thread; a second call does nothing. After the signal was handled and the process
/// lives on (its former handler chose so), the next protected work installs it again.
void set_protecting_sigterm_handler();

/// Sets how long protected work may take after SIGTERM; no retry begins that would end later. Default: 25 s, below the
/// 30 s that Kubernetes gives. It is at most a year.
void set_sigterm_drain_timeout(std::chrono::nanoseconds limit);

/// Does to unprotected work what SIGTERM does, at once and without a signal.
void cancel_unprotected_futures();

/// Counts the protected work that has not ended yet, of all connections and pools.
std::size_t protected_futures();

} // namespace corogql::mapi
