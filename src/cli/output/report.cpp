#include "cli/output/report.hpp"

#include "cli/output/exit_status.hpp"
#include "cli/output/visible_text.hpp"
#include "cli/secrets.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"
#include "values/text/ascii.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace corogql::cli {

namespace {

json::value optional_number(std::optional<std::int64_t> value) {
    return value ? json::value(*value) : json::value(nullptr);
}

constexpr std::size_t excerpt_limit = 1024; ///< The library keeps so many bytes of a body.

std::string untrusted(std::string_view text) { return redact(valid_text(text)); }

/// Makes all strings of a value, and the names of its members, fit to be shown.
json::value untrusted(const json::value& value) {
    if (const auto* text = value.if_string()) return json::value(untrusted(std::string_view(*text)));
    if (const auto* list = value.if_array()) {
        json::array result;
        for (const auto& item : *list) result.push_back(untrusted(item));
        return result;
    }
    const auto* object = value.if_object();
    if (!object) return value;
    json::object result;
    for (const auto& [name, member] : *object) result[untrusted(std::string_view(name))] = untrusted(member);
    return result;
}

/// Returns what the server sent in place of an answer, as far as it was kept. A character or a secret may be cut at its
/// end.
std::string body_of(const error& failure) {
    const auto excerpt = failure.body_excerpt();
    return redact(valid_text(excerpt), excerpt.size() + 4 > excerpt_limit);
}

json::object to_json(const error& failure) {
    json::object object;
    object["kind"] = to_string(failure.kind());
    object["phase"] =
        failure.phase() == error_phase::none ? json::value(nullptr) : json::value(to_string(failure.phase()));
    object["message"] = untrusted(std::string_view(failure.what()));
    object["http_status"] = failure.http_status() ? json::value(*failure.http_status()) : json::value(nullptr);
    object["close_code"] = failure.close_code() ? json::value(*failure.close_code()) : json::value(nullptr);
    object["attempts"] = failure.attempts() ? json::value(failure.attempts()) : json::value(nullptr);
    object["possibly_executed"] = failure.possibly_executed();
    std::optional<std::int64_t> seconds;
    if (failure.retry_after()) seconds = failure.retry_after()->count();
    object["retry_after"] = optional_number(seconds);
    object["errors"] = nullptr;
    if (!failure.errors().empty()) {
        json::array errors;
        for (const auto& entry : failure.errors()) errors.push_back(untrusted(json::value(corogql::to_json(entry))));
        object["errors"] = std::move(errors);
    }
    object["body"] = failure.body_excerpt().empty() ? json::value(nullptr) : json::value(body_of(failure));
    return object;
}

/// Returns the `message` of an object, or of what the object has as `errors` or `error`; empty when the value is not
/// shaped so.
std::string message_in(const json::value& body) {
    if (const auto* text = body.if_string()) return std::string(*text);
    if (const auto* list = body.if_array()) return list->empty() ? std::string() : message_in(list->front());
    const auto* object = body.if_object();
    if (!object) return {};
    for (const char* const name : {"message", "errors", "error"})
        if (const auto* member = object->if_contains(name))
            if (auto message = message_in(*member); !message.empty()) return message;
    return {};
}

/// Returns the server's own words, on a line that scripts can rely on: the message may have them or not.
std::string words_of(const error& failure) {
    auto words = body_of(failure);
    std::string problem;
    if (const auto value = detail::parse_json(words, problem))
        if (auto message = message_in(*value); !message.empty()) words = std::move(message);
    return std::string(detail::trim(words));
}

} // namespace

void tell_redacted(const std::string& line) { tell(redact(line)); }

void carried_errors::add(const std::string& what, const std::vector<graphql_error>& errors) {
    if (errors.empty() || first_) return;
    const auto text = what + " carries errors: " + errors.front().message;
    first_ =
        detailed_error(error_kind::graphql, text).phase(error_phase::stream).possibly_executed(true).errors(errors);
    if (!how_.json) tell_redacted("corogql: " + text);
}

int carried_errors::report() const {
    if (!first_) return 0;
    if (how_.json) cli::report(*first_, how_);
    return exit_status(error_kind::graphql);
}

int report(const error& failure, const report_options& how) {
    if (how.json) {
        tell(json::serialize(to_json(failure)));
    } else {
        tell_redacted("corogql: " + std::string(to_string(failure.kind())) + ": " + failure.what());
        if (const auto words = words_of(failure); !words.empty()) tell("corogql: the server said: " + words);
    }
    return exit_status(failure.kind());
}

} // namespace corogql::cli
