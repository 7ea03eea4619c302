#include "protocol/graphql/introspection_answer.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/ascii.hpp"

#include <algorithm>

namespace corogql::protocol {

namespace {

constexpr unsigned bad_request = 400;

/// What servers do not know that are older than the query: they name it, whatever their words.
constexpr std::string_view newer_names[]{
    "isOneOf",     "specifiedByURL",    "isRepeatable",     "includeDeprecated", "isDeprecated",
    "description", "deprecationReason", "subscriptionType", "locations",
};

bool holds(std::string_view message, std::string_view words) {
    const auto same = [](char x, char y) { return detail::to_lower(x) == detail::to_lower(y); };
    return std::search(message.begin(), message.end(), words.begin(), words.end(), same) != message.end();
}

template <class Test>
bool any_message(const response& answer, const Test& test) {
    return std::any_of(answer.errors().begin(), answer.errors().end(),
                       [&](const graphql_error& one) { return test(one.message); });
}

bool names_newer(const std::string& message) {
    return std::any_of(std::begin(newer_names), std::end(newer_names),
                       [&](std::string_view name) { return holds(message, name); });
}

bool speaks_of_introspection(const std::string& message) {
    return holds(message, "introspection") || message.find("__schema") != std::string::npos;
}

/// Some servers say behind what they do not know where it stands, `@ '__schema/directives'`, or repeat the query.
bool is_switched_off(const response& answer) {
    return any_message(
        answer, [](const std::string& message) { return speaks_of_introspection(message) && !names_newer(message); });
}

bool is_too_new(const response& answer) {
    return answer.http_status() == bad_request || any_message(answer, [](const std::string& message) {
               return holds(message, "Cannot query field") || names_newer(message);
           });
}

bool has_schema(const response& answer) {
    if (!answer.has_data()) return false;
    const auto schema = find_pointer(answer.data_text(), "/__schema");
    return schema && schema->starts_with('{');
}

} // namespace

introspection_step after_introspection(const response& answer, bool older_left) {
    if (answer.errors().empty()) return has_schema(answer) ? introspection_step::take : introspection_step::refuse;
    if (older_left && !is_switched_off(answer) && is_too_new(answer)) return introspection_step::ask_older;
    return has_schema(answer) ? introspection_step::take : introspection_step::refuse;
}

error introspection_refusal(const response& answer, std::string_view remedy) {
    if (answer.errors().empty())
        return detailed_error(error_kind::decode, "introspection: the answer has no __schema with types in it")
            .phase(error_phase::decode)
            .possibly_executed(true);
    const auto& first = answer.errors().front().message;
    const auto text =
        any_message(answer, speaks_of_introspection)
            ? "introspection is switched off, and the server says: " + first + " (" + std::string(remedy) + ')'
            : "the introspection carries errors: " + first;
    return detailed_error(error_kind::graphql, text)
        .http_status(answer.http_status())
        .attempts(answer.attempts())
        .possibly_executed(true)
        .errors(answer.errors());
}

} // namespace corogql::protocol
