#include "protocol/retry/retry_budget.hpp"

#include <algorithm>

namespace corogql::protocol {

void retry_budget::fill(steady_time now, double more) {
    if (filled_) more += per_second_ * std::chrono::duration<double>(now - *filled_).count();
    filled_ = now;
    left_ = std::min(capacity(), left_ + more);
}

bool retry_budget::take(steady_time now) {
    if (unlimited()) return true;
    fill(now, 0);
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
}

} // namespace corogql::protocol
