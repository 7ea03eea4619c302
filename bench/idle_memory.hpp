/// This measurement says what an idle subscription costs.
#pragma once

#include <cstddef>

namespace corogql::bench {

struct idle_bytes {
    double heap = 0, resident = 0;
};
enum class waiting { in_a_coroutine, by_a_handler };

/// Returns the bytes for each of `count` subscriptions on one websocket, and who waits for its next event included: a
/// coroutine that was spawned for it, or the handler of async_next(). All subscriptions have copies of one request.
idle_bytes bytes_per_idle_subscription(std::size_t count, waiting how);

} // namespace corogql::bench
