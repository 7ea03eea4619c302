/// The bytes of a POST (RFC 9112; GraphQL over HTTP).
#pragma once

#include "engine/settings.hpp"

#include <corogql/headers.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {

/// The client's fields under those of the credentials and the request's own.
headers fields_of_post(const settings& settings, const headers& credentials, const headers& own);

/// Replaces `out` by a whole request. No `fields`: those of the client, which are ready as text.
void write_post(std::string& out, const settings& settings, std::string_view target, const headers* fields,
                std::string_view body);

/// What every POST says, under the client's own fields.
headers post_fields(const headers& common);

/// Field lines, each with its line end.
void write_fields(std::string& out, const headers& fields);

} // namespace corogql::detail
