#include "protocol/media_type.hpp"

#include "values/text.hpp"

namespace corogql::protocol {

namespace {

/// Cuts off and returns the next parameter; semicolons within quotes are part of one.
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

} // namespace

content_type read_content_type(std::string_view field) {
    // As nearly every server spells them.
    for (const auto* usual : {"application/json; charset=utf-8", "application/json"})
        if (field == usual) return {media_type::json, true};
    for (const auto* usual : {"application/graphql-response+json; charset=utf-8", "application/graphql-response+json"})
        if (field == usual) return {media_type::graphql_response, true};
    const auto name = detail::trim(detail::take_until(field, ';'));
    content_type result{media_type::other, true};
    if (name.empty())
        result.type = media_type::none;
    else if (detail::equals_ignoring_case(name, "application/graphql-response+json"))
        result.type = media_type::graphql_response;
    else if (detail::equals_ignoring_case(name, "application/json") ||
             (name.size() > 17 && detail::equals_ignoring_case(name.substr(0, 12), "application/") &&
              detail::equals_ignoring_case(name.substr(name.size() - 5), "+json")))
        result.type = media_type::json;
    while (!field.empty()) {
        auto value = take_parameter(field);
        if (!detail::equals_ignoring_case(detail::trim(detail::take_until(value, '=')), "charset")) continue;
        auto charset = detail::trim(value);
        if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"')
            charset = charset.substr(1, charset.size() - 2);
        result.utf8 = detail::equals_ignoring_case(charset, "utf-8") || detail::equals_ignoring_case(charset, "utf8") ||
                      detail::equals_ignoring_case(charset, "us-ascii");
    }
    return result;
}

} // namespace corogql::protocol
