/// The bytes of a POST (RFC 9112; GraphQL over HTTP).
#pragma once

#include "engine/settings.hpp"

#include <corogql/headers.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {

/// What answers may be, where the caller does not say it.
enum class accepted {
    both, ///< graphql-response+json before json
    json, ///< application/json alone, for servers that answer anything else with a 406
};

/// The client's fields under those of the credentials and the request's own.
headers fields_of_post(const settings& settings, accepted accept, const headers& credentials, const headers& own);

/// Replaces `out` by a whole request. No `fields`: those of the client, which are ready as text.
void write_post(std::string& out, const settings& settings, std::string_view target, const headers* fields,
                accepted accept, std::string_view body);

/// The same for an answer that streams. Compression is not asked for: servers that compress gather events first.
void write_streaming_post(std::string& out, const settings& settings, std::string_view target, const headers& fields,
                          std::string_view body);

/// Whether this request of write_post()'s accepts that: not when the caller gave an Accept of their own.
bool asks_as(accepted accept, std::string_view request);

/// What every POST says, under the client's own fields.
settings::post_head make_post_head(accepted accept, const headers& common);

/// Field lines, each with its line end.
void write_fields(std::string& out, const headers& fields);

} // namespace corogql::detail
