/// The bytes of a POST (RFC 9112; GraphQL over HTTP).
#pragma once

#include "engine/settings.hpp"

#include <corogql/headers.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {

/// Replaces `out` by a whole request. `credentials` and `own` go over the client's fields, in this order.
void write_post(std::string& out, const settings& settings, std::string_view target, const headers& credentials,
                const headers& own, std::string_view body);

/// What every POST says, under the client's own fields.
headers post_fields(const headers& common);

/// Field lines, each with its line end.
void write_fields(std::string& out, const headers& fields);

} // namespace corogql::detail
