#include "mapi/connection/retry.hpp"

#include <algorithm>

namespace corogql::mapi::detail {

namespace {

bool is_temporary(unsigned status) { return status == 429 || status == 502 || status == 503 || status == 504; }

/// The most attempts after a failed lookup: a name that cannot be looked up is seldom found ten attempts later.
constexpr unsigned lookups = 3;

} // namespace

verdict judge(const mapi_error& failure) {
    verdict result;
    const auto* cause = failure.cause();
    if (const auto* several = dynamic_cast<const multi_mapi_error*>(&failure)) {
        const auto& errors = several->errors();
        const auto all = [&](auto holds) {
            return std::all_of(errors.begin(), errors.end(), [&](const auto& entry) { return holds(entry->status()); });
        };
        // One final error among them makes the whole final, whatever its number.
        result.temporary = all(is_temporary);
        result.unheard = all([](unsigned status) { return status == 429; });
    } else {
        result.temporary = is_temporary(failure.status());
        result.unheard = !cause && failure.status() == 429;
    }
    if (!cause) return result;
    // A certificate that is not trusted will not be the next time.
    if (cause->kind() == error_kind::tls) result.temporary = false;
    if (cause->phase() == error_phase::resolve) result.most_attempts = lookups;
    result.unheard = result.unheard || !cause->possibly_executed();
    result.retry_after = cause->retry_after();
    return result;
}

std::chrono::nanoseconds retry_wait(const retry_policy& policy, unsigned retry, std::uint64_t random) {
    using seconds = std::chrono::duration<double>;
    const auto doublings = std::min(retry - 1, 40u);
    const auto base =
        std::min(seconds(policy.initial()) * static_cast<double>(std::uint64_t{1} << doublings), seconds(policy.max()));
    const auto share = static_cast<double>(random >> 11) / static_cast<double>(std::uint64_t{1} << 53);
    return std::chrono::duration_cast<std::chrono::nanoseconds>(base + seconds(policy.jitter()) * share);
}

} // namespace corogql::mapi::detail
