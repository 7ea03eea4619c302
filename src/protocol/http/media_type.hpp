/// The Content-Type decides what an HTTP answer means by the GraphQL-over-HTTP rules.
#pragma once

#include <string>
#include <string_view>

namespace corogql::protocol {

/// This is the Accept header of corogql's requests: the media type made for GraphQL, then what older servers speak.
inline constexpr std::string_view accept_header = "application/graphql-response+json, application/json;q=0.9";
/// This is the Accept header for servers that have a 406 for accept_header.
inline constexpr std::string_view accept_only_json = "application/json";

enum class media_type {
    none,             ///< There is no Content-Type at all.
    graphql_response, ///< The type is application/graphql-response+json: the body decides, whatever the status.
    json,             ///< The type is application/json or application/…+json.
    event_stream,     ///< The type is text/event-stream.
    multipart_mixed,  ///< The type is multipart/mixed.
    other,
};

inline bool is_json(media_type type) noexcept {
    return type == media_type::json || type == media_type::graphql_response;
}

struct content_type {
    media_type type;
    bool utf8; ///< Whether there is no charset, or one that is UTF-8 (or its subset ASCII).
};

/// Reads a Content-Type (RFC 9110, section 8.3): case does not matter, and parameters other than charset are passed
/// over.
content_type read_content_type(std::string_view field);

/// Returns the boundary of a multipart/mixed answer; "-", as the incremental delivery RFC has it, where the field names
/// none.
std::string read_boundary(std::string_view field);

} // namespace corogql::protocol
