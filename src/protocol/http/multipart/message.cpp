#include "protocol/http/multipart/message.hpp"

#include "protocol/http/media_type.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/utf8.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

using multipart_type = multipart_message::type;

error malformed_part(const std::string& problem, std::string_view body) {
    return detailed_error(error_kind::protocol, "a part of the answer " + problem)
        .phase(error_phase::stream)
        .possibly_executed(true)
        .body_excerpt(body);
}

/// These are the members of a part that matter, in any order.
struct part_members {
    result_text own; ///< The members of a part that is itself a result.
    result_text payload;
    std::string_view other_payload; ///< The text of a payload that is no object.
    bool empty = true;              ///< Whether the part says nothing but that more will come, or not.
};

part_members find_part_members(std::string_view body, unsigned max_depth) {
    part_members found;
    detail::json_scanner scanner(body, max_depth);
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        if (key == "payload" && at.peek() == '{') {
            found.payload = read_result_text(at);
            found.other_payload = {};
            return;
        }
        const auto begin = static_cast<std::uint32_t>(at.offset());
        const detail::text_part place{begin, static_cast<std::uint32_t>(at.value().size())};
        if (key == "payload")
            found.payload = {}, found.other_payload = place.of(body);
        else if (auto* member = find_member(found.own.members, key))
            *member = place;
        else if (key == "hasNext")
            found.own.has_next = place.of(body) == "true";
        found.empty = found.empty && key == "hasNext";
    });
    scanner.finish();
    found.own.whole = body;
    return found;
}

multipart_message message_of(const part_members& found) {
    multipart_message message;
    const auto errors = found.own.members.errors.of(found.own.whole);
    const bool enveloped = !found.payload.whole.empty() || !found.other_payload.empty();
    if (!enveloped) {
        if (found.empty && !found.own.has_next) return message;
        if (!found.empty) message.kind = multipart_type::next;
        message.result = found.own;
        return message;
    }
    message.result = found.payload;
    message.kind = message.result.whole.empty() ? multipart_type::complete : multipart_type::next;
    if (!errors.empty() && errors != "null" && errors != "[]")
        message.kind = multipart_type::failed, message.errors = errors;
    return message;
}

} // namespace

std::string_view read_json_part(const multipart_part& part) {
    const auto content = read_content_type(part.content_type);
    if (content.type != media_type::json && content.type != media_type::graphql_response &&
        content.type != media_type::none)
        throw malformed_part("is " + std::string(part.content_type) + ", not JSON", part.body);
    if (!content.utf8 || !detail::is_utf8(part.body)) throw malformed_part("is not UTF-8", part.body);
    return part.body;
}

multipart_message read_multipart_message(const multipart_part& part, unsigned max_depth) {
    const auto body = read_json_part(part);
    try {
        const auto found = find_part_members(body, max_depth);
        if (!found.other_payload.empty() && found.other_payload != "null")
            throw malformed_part("has a payload that is no object", body);
        return message_of(found);
    } catch (const detail::json_syntax_error& bad) {
        throw malformed_part(std::string("is not a JSON object: ") + bad.what(), body);
    }
}

} // namespace corogql::protocol
