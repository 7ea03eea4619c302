#include "engine/received_answer.hpp"

#include "protocol/retry_after.hpp"
#include "values/text.hpp"

namespace corogql::detail {

protocol::http_answer take_answer(transport::http_response_message& from, const transport::runtime& world) {
    protocol::http_answer answer;
    answer.status = from.status;
    answer.reason = from.reason;
    std::optional<std::string_view> retry_after;
    for (const auto [name, value] : from.headers) {
        const auto note = [name = name, value = value](std::string_view known, std::optional<std::string_view>& place) {
            if (equals_ignoring_case(name, known) && !place) place = value;
        };
        note("Content-Type", answer.content_type);
        note("Location", answer.location);
        note("Allow", answer.allow);
        note("Retry-After", retry_after);
    }
    if (retry_after) answer.retry_after = protocol::read_retry_after(*retry_after, world.calendar_now());
    answer.body = std::move(from.body);
    return answer;
}

protocol::answer_rules rules_of(const settings& settings) {
    protocol::answer_rules rules;
    rules.max_depth = settings.options.max_depth();
    rules.lenient = settings.options.http().lenient();
    if (rules.lenient) rules.on_leniency = [&settings](std::string_view what) { settings.log(what); };
    return rules;
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
