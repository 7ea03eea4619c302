#include "engine/received_answer.hpp"

#include "protocol/retry_after.hpp"

namespace corogql::detail {

protocol::http_answer take_answer(transport::http_response_message& from, const transport::runtime& world) {
    protocol::http_answer answer;
    answer.status = from.status;
    answer.reason = from.reason;
    answer.content_type = from.known.content_type;
    answer.location = from.known.location;
    answer.allow = from.known.allow;
    if (from.known.retry_after)
        answer.retry_after = protocol::read_retry_after(*from.known.retry_after, world.calendar_now());
    answer.body = std::move(from.body);
    return answer;
}

std::optional<std::string> redirect_target(const settings& settings, const protocol::http_answer& answer) {
    if ((answer.status != 307 && answer.status != 308) || !answer.location) return std::nullopt;
    try {
        auto to = protocol::resolve_url(settings.http_url, *answer.location);
        if (to.same_origin(settings.http_url)) return std::move(to.target);
    } catch (const error&) {
        // A Location nobody can read is no better than one that leads elsewhere.
    }
    return std::nullopt;
}

} // namespace corogql::detail
