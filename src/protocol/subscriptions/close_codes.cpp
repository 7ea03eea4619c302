#include "protocol/subscriptions/close_codes.hpp"

namespace corogql::protocol {

close_class classify_close(std::uint16_t code) noexcept {
    switch (code) {
    case 1000: // while streams live nobody has finished: a lost link, not success
    case 1001:
    case 1005:
    case 1006:
    case 1011:
    case 1014: return close_class::transient;
    case 1012:
    case 1013: return close_class::transient_slow;
    case 1009: return close_class::limit;
    case 3000:
    case 3003:
    case 4401:
    case 4403: return close_class::credentials;
    case 4400:
    case 4406:
    case 4409:
    case 4429: return close_class::final;
    default: return code >= 3000 && code <= 4999 ? close_class::transient : close_class::final;
    }
}

error_kind kind_of_close(std::uint16_t code) noexcept {
    switch (classify_close(code)) {
    case close_class::transient:
    case close_class::transient_slow: return error_kind::lost;
    case close_class::credentials: return error_kind::credentials;
    case close_class::limit: return error_kind::limit;
    case close_class::final: break;
    }
    return error_kind::protocol;
}

} // namespace corogql::protocol
