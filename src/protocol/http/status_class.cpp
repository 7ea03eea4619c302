#include "protocol/http/status_class.hpp"

namespace corogql::protocol {

failure_class classify_status(unsigned status, bool told_to_wait) {
    switch (status) {
    case 403: return told_to_wait ? failure_class::refused : failure_class::final;
    case 408:
    case 421:
    case 425:
    case 429: return failure_class::refused;
    case 503: return told_to_wait ? failure_class::refused : failure_class::ambiguous;
    case 500:
    case 502:
    case 504: return failure_class::ambiguous;
    default: // a proxy of the server's could not reach it, or did not hear from it in time
        return status >= 520 && status <= 527 ? failure_class::ambiguous : failure_class::final;
    }
}

} // namespace corogql::protocol
