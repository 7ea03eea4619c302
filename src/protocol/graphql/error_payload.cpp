#include "protocol/graphql/error_payload.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/error_summary.hpp"
#include "values/json/builder.hpp"
#include "values/text/ascii.hpp"

namespace corogql::protocol {

graphql_error read_error(std::string_view entry, unsigned max_depth) {
    std::string problem;
    const auto value = detail::parse_json(entry, problem, max_depth);
    return value ? to_graphql_error(*value) : graphql_error(std::string(entry));
}

std::vector<graphql_error> read_errors(std::string_view list, unsigned max_depth) {
    std::vector<graphql_error> errors;
    detail::json_scanner scanner(list, max_depth);
    scanner.array([&](detail::json_scanner& at) { errors.push_back(read_error(at.value(), max_depth)); });
    return errors;
}

namespace {

/// These members stand for the message with servers that know no `message`.
constexpr std::string_view other_messages[] = {"/error", "/errorType"};

void find_missing_message(graphql_error& into, std::string_view entry) {
    if (!into.message.empty() || !entry.starts_with('{')) return;
    for (const auto pointer : other_messages) {
        const auto value = find_pointer(entry, pointer);
        if (value && value->starts_with('"')) {
            into.message = detail::unescape(*value);
            return;
        }
    }
}

void add_errors(std::vector<graphql_error>& errors, std::string_view payload, unsigned max_depth, bool nested) {
    if (payload.starts_with('[')) {
        detail::json_scanner(payload, max_depth).array([&](detail::json_scanner& at) {
            const auto entry = at.value();
            errors.push_back(read_error(entry, max_depth));
            find_missing_message(errors.back(), entry);
        });
        return;
    }
    const bool object = payload.starts_with('{');
    if (!object && !payload.starts_with('"')) return;
    const auto inner = object && !nested ? find_pointer(payload, "/errors") : std::nullopt;
    if (inner && *inner != "null") return add_errors(errors, *inner, max_depth, true);
    errors.push_back(read_error(payload, max_depth));
    find_missing_message(errors.back(), payload);
}

} // namespace

std::vector<graphql_error> find_errors(std::string_view payload, unsigned max_depth) {
    std::vector<graphql_error> errors;
    try {
        const auto text = detail::trim(payload);
        detail::json_scanner scanner(text, max_depth);
        scanner.value();
        scanner.finish();
        add_errors(errors, text, max_depth, false);
    } catch (const detail::json_syntax_error&) {
        errors.clear();
    }
    return errors;
}

std::string find_message(std::string_view body, unsigned max_depth) {
    const auto errors = find_errors(body, max_depth);
    return errors.empty() ? std::string() : errors.front().message;
}

error read_error_payload(std::string_view payload, unsigned max_depth) {
    auto errors = find_errors(payload, max_depth);
    if (errors.empty())
        return detailed_error(error_kind::protocol,
                              "the server ended the operation with an `error` message that names none")
            .phase(error_phase::stream)
            .possibly_executed(true);
    return detailed_error(error_kind::graphql, detail::summary(errors))
        .phase(error_phase::stream)
        .possibly_executed(true)
        .errors(std::move(errors));
}

} // namespace corogql::protocol
