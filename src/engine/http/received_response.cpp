#include "engine/http/received_response.hpp"

#include "protocol/http/retry_after.hpp"

namespace corogql::detail {

namespace {

/// For services that say it in fields of their own.
void read_rate_limit(const transport::http_response_message& from, const transport::runtime& world,
                     protocol::http_response& answer) {
    answer.limited = protocol::is_used_up(from.headers.find("x-ratelimit-remaining"));
    if (!answer.limited || answer.retry_after) return;
    if (const auto reset = from.headers.find("x-ratelimit-reset"))
        answer.retry_after = protocol::read_rate_limit_reset(*reset, from.headers.find("Date"), world.calendar_now());
}

} // namespace

protocol::http_response take_response(transport::http_response_message& from, const transport::runtime& world) {
    protocol::http_response answer;
    answer.status = from.status;
    answer.reason = from.reason;
    answer.content_type = from.known.content_type;
    answer.location = from.known.location;
    answer.allow = from.known.allow;
    if (from.known.retry_after)
        answer.retry_after = protocol::read_retry_after(*from.known.retry_after, world.calendar_now());
    if (from.status == 403 || from.status == 429) read_rate_limit(from, world, answer);
    answer.body = std::move(from.body);
    return answer;
}

std::optional<std::string> redirect_target(const settings& settings, std::string_view asked,
                                           const protocol::http_response& answer) {
    if ((answer.status != 307 && answer.status != 308) || !answer.location) return std::nullopt;
    try {
        auto base = settings.http_url;
        base.target = asked;
        auto to = protocol::resolve_url(base, *answer.location);
        if (to.same_origin(settings.http_url)) return std::move(to.target);
    } catch (const error&) {
        // A Location nobody can read is no better than one that leads elsewhere.
    }
    return std::nullopt;
}

} // namespace corogql::detail
