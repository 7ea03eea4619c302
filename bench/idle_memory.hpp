/// This measurement says what an idle subscription costs.
#pragma once

#include <cstddef>

namespace corogql::bench {

/// Returns the bytes on the heap for each of `count` subscriptions on one websocket, the coroutine that waits in next()
/// included; all subscriptions have copies of one request.
double bytes_per_idle_subscription(std::size_t count);

} // namespace corogql::bench
