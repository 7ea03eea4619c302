#include "protocol/retry/failure_class.hpp"

namespace corogql::protocol {

namespace {

/// Classifies the status of an upgrade, which executes nothing: what is transient there is never ambiguous.
failure_class classify_upgrade(unsigned status) {
    const bool transient = status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
    return transient ? failure_class::refused : failure_class::final;
}

} // namespace

failure_class classify(const error& failure) {
    const auto status = failure.http_status().value_or(0);
    switch (failure.kind()) {
    case error_kind::connect: // a status is that of a proxy, which executes nothing either
        return status == 0 ? failure_class::unsent : classify_upgrade(status);
    case error_kind::lost: return failure.possibly_executed() ? failure_class::ambiguous : failure_class::unsent;
    case error_kind::http:
        if (status == 403) return failure_class::refused; // a rate limit, else it were about credentials
        if (failure.phase() == error_phase::upgrade) return classify_upgrade(status);
        return classify_status(status, failure.retry_after().has_value());
    case error_kind::protocol: // what came whole, and is no HTTP, comes the same again
        return failure.truncated() ? failure_class::ambiguous : failure_class::final;
    case error_kind::timeout: // of one attempt; the whole deadline's is never asked about
        return failure.possibly_executed() ? failure_class::ambiguous : failure_class::unsent;
    default: return failure_class::final; // a certificate, a broken answer, refused credentials: the same again
    }
}

bool may_repeat(failure_class failure, operation_kind kind, bool idempotent) {
    switch (failure) {
    case failure_class::unsent:
    case failure_class::refused: return true;
    case failure_class::ambiguous: return idempotent || kind == operation_kind::query;
    case failure_class::final: return false;
    }
    return false;
}

} // namespace corogql::protocol
