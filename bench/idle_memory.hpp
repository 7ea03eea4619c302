/// What an idle subscription costs.
#pragma once

#include <cstddef>

namespace corogql::bench {

/// Bytes on the heap for each of `count` subscriptions on one websocket, the coroutine that waits in next() included;
/// the request is the same one, copied.
double bytes_per_idle_subscription(std::size_t count);

} // namespace corogql::bench
