#include <corogql/throttle.hpp>

#include "protocol/http/retry_after.hpp"
#include "values/text/ascii.hpp"

#include <algorithm>
#include <cmath>

namespace corogql {

namespace {

bool has_code(const failed_attempt& attempt, std::string_view code) {
    const auto& errors = attempt.errors();
    return std::any_of(errors.begin(), errors.end(), [&](const auto& entry) { return entry.code() == code; });
}

/// Returns a member that is a finite number and not negative, or nothing.
std::optional<double> amount(const json::object& from, const char* name) {
    const auto* member = from.if_contains(name);
    if (!member || !member->is_number()) return std::nullopt;
    const auto value = member->to_number<double>();
    return std::isfinite(value) && value >= 0 ? std::optional(value) : std::nullopt;
}

/// Returns how long a bucket takes to restore so many points, rounded up; a year is as good as for ever.
std::chrono::nanoseconds time_to_restore(double points, double per_second) {
    constexpr double longest = 365.0 * 24 * 3600 * 1000;
    const double milliseconds = std::min(std::ceil(points / per_second * 1000), longest);
    return std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
}

struct bucket {
    double cost, available, capacity, per_second;
};

std::optional<bucket> read_bucket(const response& answer) {
    const auto extensions = answer.extensions();
    const auto* cost = extensions.if_contains("cost");
    if (!cost || !cost->is_object()) return std::nullopt;
    const auto* status = cost->get_object().if_contains("throttleStatus");
    if (!status || !status->is_object()) return std::nullopt;
    const auto asked = amount(cost->get_object(), "requestedQueryCost");
    const auto available = amount(status->get_object(), "currentlyAvailable");
    const auto capacity = amount(status->get_object(), "maximumAvailable");
    const auto per_second = amount(status->get_object(), "restoreRate");
    if (!asked || !available || !capacity || !per_second || *per_second == 0) return std::nullopt;
    return bucket{*asked, *available, *capacity, *per_second};
}

bool says(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Returns whether the primary limit of GitHub is used up. Under 200 the error says it: the last points may have gone
/// to a query that is wrong for other reasons. GitHub's `type` stands beside the message, where the GraphQL
/// specification has no member.
bool is_primary(const failed_attempt& attempt) {
    if (!attempt.answer() || attempt.http_status() != 200)
        return protocol::is_used_up(attempt.header("x-ratelimit-remaining"));
    const auto& errors = attempt.errors();
    return has_code(attempt, "RATE_LIMITED") || has_code(attempt, "RATE_LIMIT") ||
           says(attempt.answer()->text(), R"("RATE_LIMIT)") ||
           std::any_of(errors.begin(), errors.end(),
                       [](const auto& entry) { return says(entry.message, "rate limit exceeded"); });
}

bool is_secondary(const failed_attempt& attempt) {
    constexpr std::string_view words = "secondary rate limit";
    const auto& errors = attempt.errors();
    return (attempt.failure() && says(attempt.failure()->body_excerpt(), words)) ||
           std::any_of(errors.begin(), errors.end(), [&](const auto& entry) { return says(entry.message, words); });
}

} // namespace

retry_verdict throttle_of_shopify(const failed_attempt& attempt, const retry_verdict& ours) {
    if (!attempt.answer() || attempt.answer()->has_data() || !has_code(attempt, "THROTTLED")) return ours;
    auto verdict = retry_verdict(retry_class::refused).attempts(std::nullopt);
    const auto now = read_bucket(*attempt.answer());
    if (!now) return verdict.wait(std::max<std::chrono::nanoseconds>(ours.wait(), std::chrono::seconds(1)));
    if (now->cost > now->capacity) return ours; // never
    auto wait = time_to_restore(std::max(now->cost - now->available, 0.0), now->per_second);
    if (attempt.queue().count() > 0)
        wait = std::max(wait, attempt.queue() + time_to_restore(now->cost, now->per_second));
    return verdict.wait(wait);
}

retry_verdict throttle_of_github(const failed_attempt& attempt, const retry_verdict& ours) {
    constexpr std::chrono::seconds a_minute(60);
    const auto status = attempt.http_status();
    if (status != 200 && status != 403 && status != 429) return ours;
    if (attempt.answer() && attempt.answer()->has_data()) return ours;
    const bool secondary = is_secondary(attempt);
    if (!secondary && !is_primary(attempt)) return ours;
    auto verdict = ours;
    verdict.kind(retry_class::refused);
    if (!secondary) verdict.attempts(std::nullopt);
    if (const auto field = attempt.header("Retry-After"))
        if (const auto wait = protocol::read_retry_after(*field, attempt.now())) return verdict.wait(*wait);
    if (protocol::is_used_up(attempt.header("x-ratelimit-remaining")))
        if (const auto field = attempt.header("x-ratelimit-reset"))
            if (const auto wait = protocol::read_rate_limit_reset(*field, attempt.header("Date"), attempt.now()))
                return verdict.wait(*wait);
    return verdict.wait(secondary ? a_minute * (1 << std::min(attempt.attempts() - 1, 6u)) : a_minute);
}

} // namespace corogql
