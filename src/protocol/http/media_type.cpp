#include "protocol/http/media_type.hpp"

#include "values/text/ascii.hpp"

#include <optional>

namespace corogql::protocol {

namespace {

/// Cuts off and returns the next parameter; semicolons within quotes are part of a parameter.
std::string_view take_parameter(std::string_view& field) {
    bool quoted = false;
    std::size_t at = 0;
    for (; at < field.size() && (quoted || field[at] != ';'); ++at) {
        if (field[at] == '"') quoted = !quoted;
        if (quoted && field[at] == '\\') ++at;
    }
    const auto parameter = field.substr(0, at);
    field.remove_prefix(std::min(at + 1, field.size()));
    return parameter;
}

/// Returns the value of the first parameter of this name, without its quotes; `parameters` is what follows the type.
std::optional<std::string> find_parameter(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        auto value = take_parameter(parameters);
        if (!detail::equals_ignoring_case(detail::trim(detail::take_until(value, '=')), name)) continue;
        value = detail::trim(value);
        if (!value.starts_with('"')) return std::string(value);
        std::string unquoted;
        for (std::size_t at = 1; at < value.size() && value[at] != '"'; ++at) {
            if (value[at] == '\\' && at + 1 < value.size()) ++at;
            unquoted += value[at];
        }
        return unquoted;
    }
    return std::nullopt;
}

bool is_utf8_charset(std::string_view charset) {
    for (const auto* known : {"utf-8", "utf8", "us-ascii"})
        if (detail::equals_ignoring_case(charset, known)) return true;
    return false;
}

} // namespace

content_type read_content_type(std::string_view field) {
    // As nearly every server spells them.
    for (const auto* usual : {"application/json; charset=utf-8", "application/json"})
        if (field == usual) return {media_type::json, true};
    for (const auto* usual : {"application/graphql-response+json; charset=utf-8", "application/graphql-response+json"})
        if (field == usual) return {media_type::graphql_response, true};
    const auto name = detail::trim(detail::take_until(field, ';'));
    const auto is = [&](std::string_view known) { return detail::equals_ignoring_case(name, known); };
    content_type result{media_type::other, true};
    if (name.empty())
        result.type = media_type::none;
    else if (is("application/graphql-response+json"))
        result.type = media_type::graphql_response;
    else if (is("application/json") ||
             (name.size() > 17 && detail::equals_ignoring_case(name.substr(0, 12), "application/") &&
              detail::equals_ignoring_case(name.substr(name.size() - 5), "+json")))
        result.type = media_type::json;
    else if (is("text/event-stream"))
        result.type = media_type::event_stream;
    else if (is("multipart/mixed"))
        result.type = media_type::multipart_mixed;
    if (const auto charset = find_parameter(field, "charset")) result.utf8 = is_utf8_charset(*charset);
    return result;
}

std::string read_boundary(std::string_view field) {
    detail::take_until(field, ';');
    auto boundary = find_parameter(field, "boundary").value_or("");
    return boundary.empty() ? "-" : boundary;
}

} // namespace corogql::protocol
