/// The bytes of a request (RFC 9112; GraphQL over HTTP).
#pragma once

#include "engine/http/outgoing_files.hpp"
#include "engine/shared/settings.hpp"

#include <corogql/headers.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace corogql::detail {

/// What is sent, but for the header fields.
struct outgoing_request {
    bool get = false;       ///< else a POST
    std::string target;     ///< of a GET, parameters and all; for a POST it is the endpoint's
    std::string media_type; ///< empty: application/json
    std::string body;
    std::shared_ptr<outgoing_files> files; ///< what follows the body; often null
};

/// The client's fields under those of the credentials and the request's own.
headers fields_of(const outgoing_request& what, const settings& settings, accepted accept, const headers& credentials,
                  const headers& own);

/// Replaces `out` by the request, but for its files. No `fields`: those of a POST of the client's, which are ready as
/// text.
void write_request(std::string& out, const settings& settings, std::string_view target, const headers* fields,
                   accepted accept, const outgoing_request& what);

/// A whole POST whose answer streams. Compression is not asked for: servers that compress gather events first.
void write_streaming_post(std::string& out, const settings& settings, std::string_view target, const headers& fields,
                          std::string_view body);

/// A request without a body.
void write_bare_request(std::string& out, std::string_view method, const settings& settings, std::string_view target,
                        const headers& fields);

/// Whether this request of write_request()'s accepts that: not when the caller gave an Accept of their own.
bool asks_as(accepted accept, std::string_view request);

} // namespace corogql::detail
