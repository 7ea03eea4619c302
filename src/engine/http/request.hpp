/// From an operation to an HTTP request (GraphQL over HTTP).
#pragma once

#include "engine/http/outgoing_files.hpp"
#include "engine/shared/settings.hpp"
#include "transport/http/request.hpp"

#include <corogql/headers.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace corogql::engine {

/// What is sent, but for the header fields.
struct outgoing_request {
    bool get = false;       ///< else a POST
    std::string target;     ///< of a GET, parameters and all; for a POST it is the endpoint's
    std::string media_type; ///< empty: application/json
    std::string body;
    std::shared_ptr<outgoing_files> files; ///< what follows the body; often null
};

/// What the client's own POSTs have.
const post_head& post_head_for(const settings& settings, accepted accept);

/// The client's fields under those of the credentials and the request's own.
headers fields_of(const outgoing_request& what, const settings& settings, accepted accept, const headers& credentials,
                  const headers& own);

/// Views all of these. `prepared`: the fields, where they are those of the client's own POSTs.
transport::http_request to_http(const outgoing_request& what, const settings& settings, std::string_view target,
                                const headers& fields, const transport::prepared_fields* prepared = nullptr);

/// A request whose answer is read as it comes, or is small. Compression is not asked for: servers that compress gather
/// events first.
transport::written_request uncompressed_request(const settings& settings, std::string_view method,
                                                std::string_view target, const headers& fields,
                                                std::string_view body = {});

/// Whether these fields accept that: not when the caller gave an Accept of their own.
bool asks_as(accepted accept, const headers& fields);

} // namespace corogql::engine
