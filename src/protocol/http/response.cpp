#include "protocol/http/response.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/http/media_type.hpp"
#include "protocol/http/status_class.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

bool is_success(unsigned status) { return status >= 200 && status < 300; }

std::string status_text(const http_response& answer) {
    std::string text = "HTTP " + std::to_string(answer.status);
    if (!answer.reason.empty()) text.append(" ").append(answer.reason);
    return text;
}

error http_error(const http_response& answer, std::string_view detail) {
    const bool refused = answer.refuses_credentials();
    error failure(refused ? error_kind::credentials : error_kind::http,
                  (refused ? "the credentials were refused: " : "") + status_text(answer) +
                      (detail.empty() ? "" : ": ") + std::string(detail));
    const bool unheard = classify_status(answer.status, answer.told_to_wait()) == failure_class::refused;
    const bool unacceptable = answer.status == 406; // decided by the header alone
    failure.phase(error_phase::receive).http_status(answer.status);
    failure.possibly_executed(!refused && !unheard && !unacceptable);
    if (answer.retry_after) failure.retry_after(*answer.retry_after);
    return failure.body_excerpt(answer.body);
}

} // namespace

std::string showable_location(std::string_view location) {
    std::string text(location.substr(0, location.find_first_of("?#")));
    const auto slashes = text.find_first_of("/?#");
    if (slashes == std::string::npos || text.compare(slashes, 2, "//") != 0) return text;
    const auto begin = slashes + 2;
    const auto at = text.substr(0, text.find_first_of("/?#", begin)).rfind('@');
    if (at != std::string::npos && at >= begin) text.erase(begin, at + 1 - begin);
    return text;
}

namespace {

/// What a person needs beside the bare status.
std::string explain(const http_response& answer) {
    if (answer.status >= 300 && answer.status < 400 && answer.location)
        return "redirects to " + showable_location(*answer.location) +
               ", which is not followed (only 307 and 308 within the same origin are)";
    if (answer.status == 403 && answer.told_to_wait()) return "a rate limit is used up";
    if (answer.status == 405 && answer.allow) return "the server allows " + std::string(*answer.allow);
    if (answer.status == 415) return "the server does not take application/json";
    if (is_success(answer.status)) {
        if (answer.body.empty()) return "no response body";
        if (!answer.content_type) return "the answer has no Content-Type, so it is not read as GraphQL";
        return "the answer is " + std::string(*answer.content_type) + ", not a GraphQL response";
    }
    return answer.body.starts_with('{') ? find_message(answer.body, 512) : std::string();
}

error refusal(const http_response& answer, const response& result) {
    const auto& errors = result.errors();
    auto failure = http_error(answer, errors.empty() ? "" : errors.front().message);
    return failure.errors(errors).answer(result.text());
}

null_data null_of(const response_rules& rules) { return rules.lenient ? null_data::allowed : null_data::with_errors; }

error not_utf8(std::optional<std::string_view> content_type) {
    return error(error_kind::protocol,
                 "the answer is not UTF-8 (" + std::string(content_type.value_or("no Content-Type")) + ")")
        .possibly_executed(true);
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void remove_mark(std::string& body) {
    if (body.starts_with(byte_order_mark)) body.erase(0, byte_order_mark.size());
}

/// A body that says it is JSON.
response read_json(const http_response& answer, std::string&& body, bool utf8, const response_rules& rules) {
    if (!utf8 || !detail::is_utf8(body)) throw not_utf8(answer.content_type);
    remove_mark(body);
    const auto made = is_success(answer.status) ? values::at_once : values::when_asked;
    return read_result(std::move(body), rules.max_depth, null_of(rules), made);
}

/// A GraphQL response under another name.
std::optional<response> read_leniently(const http_response& answer, bool utf8, const response_rules& rules) {
    if (!rules.lenient || !is_success(answer.status)) return std::nullopt;
    try {
        auto result = read_json(answer, std::string(answer.body), utf8, rules);
        if (rules.on_leniency)
            rules.on_leniency(answer.content_type
                                  ? "a GraphQL response came as " + std::string(*answer.content_type) +
                                        " and was taken (lenient)"
                                  : "a GraphQL response came with no Content-Type and was taken (lenient)");
        return result;
    } catch (const error&) {
        return std::nullopt;
    }
}

} // namespace

void json_body::check_utf8(std::string_view body, std::size_t may_be_left) {
    if (utf8_) checked_ += detail::utf8_size(body.substr(checked_));
    if (!utf8_ || body.size() - checked_ > may_be_left) throw not_utf8(content_type_);
}

void json_body::read(std::string_view body) {
    check_utf8(body, 3); // the beginning of a character
    if (byte_order_mark.starts_with(body)) return;
    if (body.starts_with(byte_order_mark)) body.remove_prefix(byte_order_mark.size());
    result_.read(body);
}

response json_body::finish(std::string body, null_data null) {
    check_utf8(body, 0);
    remove_mark(body);
    return result_.finish(std::move(body), null);
}

detail::result<response> read_response(http_response&& answer, const response_rules& rules, json_body* begun) {
    const auto content = read_content_type(answer.content_type.value_or(""));
    if (!is_json(content.type)) {
        if (auto result = read_leniently(answer, content.utf8, rules)) return std::move(*result);
        return http_error(answer, explain(answer));
    }
    const bool success = is_success(answer.status);
    try {
        std::string body;
        if (success)
            body.swap(answer.body);
        else
            body = answer.body; // it may yet be shown
        auto result = begun ? begun->finish(std::move(body), null_of(rules))
                            : read_json(answer, std::move(body), content.utf8, rules);
        if (answer.refuses_credentials()) return refusal(answer, result);
        const bool body_decides = success || content.type == media_type::graphql_response;
        if (!body_decides && result.errors().empty()) return http_error(answer, explain(answer));
        return result;
    } catch (error& failure) {
        // Below an HTTP error, JSON of another shape is a gateway's own, not a broken GraphQL server's.
        if (!success) return http_error(answer, explain(answer));
        return failure.phase(error_phase::receive).http_status(answer.status);
    }
}

detail::result<response> read_response(const http_response& answer, const response_rules& rules,
                                       const multipart_body& steps) {
    try {
        return steps.finish(null_of(rules));
    } catch (error& failure) {
        // No status under an answer that was cut off: it would make it one that came whole.
        if (steps.whole()) failure.http_status(answer.status);
        return failure.phase(error_phase::receive).truncated(!steps.whole());
    }
}

bool says_unauthenticated(const response& result) {
    for (const auto& entry : result.errors()) {
        const auto code = entry.code();
        for (const auto* known : {"401", "UNAUTHENTICATED", "UNAUTHORIZED", "unauthenticated", "invalid-jwt"})
            if (code == known) return true;
    }
    return false;
}

} // namespace corogql::protocol
