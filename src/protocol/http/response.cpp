#include "protocol/http/response.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/http/media_type.hpp"
#include "protocol/http/redirect.hpp"
#include "protocol/http/status_class.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

null_data null_of(const response_rules& rules) { return rules.lenient ? null_data::allowed : null_data::with_errors; }

error not_utf8(std::optional<std::string_view> content_type) {
    return detailed_error(error_kind::protocol,
                          "the answer is not UTF-8 (" + std::string(content_type.value_or("no Content-Type")) + ")")
        .possibly_executed(true);
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void remove_mark(std::string& body) {
    if (body.starts_with(byte_order_mark)) body.erase(0, byte_order_mark.size());
}

/// An answer reader reads one answer, whose body it takes.
class answer_reader {
public:
    answer_reader(detail::http_response& answer, const rate_limit& limit, const response_rules& rules,
                  values made) noexcept
        : answer_(answer), limit_(limit), rules_(rules), made_(made), body_(std::move(answer.body)) {}

    detail::result<response> read(json_body* begun);

private:
    bool success() const noexcept { return answer_.status / 100 == 2; }
    bool refused() const noexcept { return refuses_credentials(answer_.status, limit_); }

    /// Reads a body that says it is JSON.
    response read_json(std::string&& body, bool utf8) const;
    /// Reads a GraphQL response under another Content-Type, where the rules are lenient; nothing where there is none.
    std::optional<response> read_leniently(bool utf8) const;

    std::string explain() const;
    error http_error(std::string_view detail) const;
    error refusal(const response& result) const;

    const detail::http_response& answer_;
    const rate_limit& limit_;
    const response_rules& rules_;
    const values made_;
    std::string body_;
};

detail::result<response> answer_reader::read(json_body* begun) {
    const auto content = read_content_type(answer_.known.content_type.value_or(""));
    if (!is_json(content.type)) {
        if (auto result = read_leniently(content.utf8)) return std::move(*result);
        return http_error(explain());
    }
    try {
        auto body = success() ? std::move(body_) : body_; // that of a failure may yet be shown
        auto result =
            begun ? begun->finish(std::move(body), null_of(rules_)) : read_json(std::move(body), content.utf8);
        if (refused()) return refusal(result);
        const bool body_decides = success() || content.type == media_type::graphql_response;
        if (!body_decides && result.errors().empty()) return http_error(explain());
        return result;
    } catch (const error& failure) {
        // Below an HTTP error, JSON of another shape is a gateway's own, not a broken GraphQL server's.
        if (!success()) return http_error(explain());
        return detailed_error(failure).phase(error_phase::receive).http_status(answer_.status);
    }
}

response answer_reader::read_json(std::string&& body, bool utf8) const {
    if (!utf8 || !detail::is_utf8(body)) throw not_utf8(answer_.known.content_type);
    remove_mark(body);
    const auto made = success() ? made_ : values::when_asked;
    return read_result(std::move(body), rules_.max_depth, null_of(rules_), made);
}

std::optional<response> answer_reader::read_leniently(bool utf8) const {
    if (!rules_.lenient || !success()) return std::nullopt;
    try {
        auto result = read_json(std::string(body_), utf8);
        const auto& type = answer_.known.content_type;
        if (rules_.on_leniency)
            rules_.on_leniency(type ? "a GraphQL response came as " + std::string(*type) + " and was taken (lenient)"
                                    : "a GraphQL response came with no Content-Type and was taken (lenient)");
        return result;
    } catch (const error&) {
        return std::nullopt;
    }
}

/// Returns what a person needs beside the bare status.
std::string answer_reader::explain() const {
    const auto status = answer_.status;
    const auto& known = answer_.known;
    if (status >= 300 && status < 400 && known.location)
        return "redirects to " + showable_location(*known.location) +
               ", which is not followed (only 307 and 308 within the same origin are)";
    if (status == 403 && limit_.told_to_wait()) return "a rate limit is used up";
    if (status == 405 && known.allow) return "the server allows " + std::string(*known.allow);
    if (status == 415) return "the server does not take application/json";
    if (success()) {
        if (body_.empty()) return "no response body";
        if (!known.content_type) return "the answer has no Content-Type, so it is not read as GraphQL";
        return "the answer is " + std::string(*known.content_type) + ", not a GraphQL response";
    }
    return body_.starts_with('{') ? find_message(body_, 512) : std::string();
}

error answer_reader::http_error(std::string_view detail) const {
    const auto status = answer_.status;
    std::string text = refused() ? "the credentials were refused: HTTP " : "HTTP ";
    text += std::to_string(status);
    if (!answer_.reason.empty()) text.append(" ").append(answer_.reason);
    if (!detail.empty()) text.append(": ").append(detail);
    detailed_error failure(refused() ? error_kind::credentials : error_kind::http, text);
    const bool unheard = classify_status(status, limit_.told_to_wait()) == failure_class::refused;
    const bool unacceptable = status == 406; // decided by the header alone
    failure.phase(error_phase::receive).http_status(status);
    failure.possibly_executed(!refused() && !unheard && !unacceptable);
    if (limit_.retry_after) failure.retry_after(*limit_.retry_after);
    return failure.body_excerpt(body_);
}

error answer_reader::refusal(const response& result) const {
    const auto& errors = result.errors();
    return detailed_error(http_error(errors.empty() ? "" : errors.front().message))
        .errors(errors)
        .answer(result.text());
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

detail::result<response> read_response(detail::http_response& answer, const rate_limit& limit,
                                       const response_rules& rules, json_body* begun, values made) {
    return answer_reader(answer, limit, rules, made).read(begun);
}

detail::result<response> read_response(const detail::http_response& answer, const response_rules& rules,
                                       const multipart_body& steps) {
    try {
        return steps.finish(null_of(rules));
    } catch (const error& known) {
        detailed_error failure(known);
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
