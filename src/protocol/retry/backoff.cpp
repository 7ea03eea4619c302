#include "protocol/retry/backoff.hpp"

#include <algorithm>

namespace corogql::protocol {

std::chrono::nanoseconds backoff(const backoff_options& options, unsigned retry, std::uint64_t random) {
    const auto doublings = std::min(retry - 1, 62u);
    auto cap = options.max();
    if (options.initial().count() <= (cap.count() >> doublings))
        cap = options.initial() * (std::int64_t{1} << doublings);
    // The top 53 bits as a fraction of one.
    const double fraction = static_cast<double>(random >> 11) * 0x1p-53;
    return std::chrono::nanoseconds(static_cast<std::int64_t>(fraction * static_cast<double>(cap.count())));
}

} // namespace corogql::protocol
