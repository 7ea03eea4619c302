/// An operation becomes an HTTP request here (GraphQL over HTTP).
#pragma once

#include "engine/http/outgoing_files.hpp"
#include "engine/shared/settings.hpp"
#include "transport/http/request.hpp"

#include <corogql/headers.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace corogql::engine {

/// Has what is sent, but for the header fields.
struct outgoing_request {
    bool get = false;       ///< The request is a GET; else it is a POST.
    std::string target;     ///< The target of a GET, parameters and all; that of a POST is the endpoint's.
    std::string media_type; ///< The media type of the body; empty for application/json.
    std::string body;
    std::shared_ptr<outgoing_files> files; ///< What follows the body; often null.
};

/// Returns the header fields that the client's own POSTs have.
const post_head& post_head_for(const settings& settings, accepted accept);

/// Returns the client's fields, under those of the credentials and the request's own, which replace fields of the same
/// name.
headers fields_of(const outgoing_request& what, const settings& settings, accepted accept, const headers& credentials,
                  const headers& own);

/// Makes an HTTP request that views all of the arguments. `prepared` has the fields as they are written, if they are
/// those of the client's own POSTs.
transport::http_request to_http(const outgoing_request& what, const settings& settings, std::string_view target,
                                const headers& fields, const transport::prepared_fields* prepared = nullptr);

/// Makes a request whose answer is read as it comes, or is small. Compression is not asked for: servers that compress
/// gather events first.
transport::written_request uncompressed_request(const settings& settings, std::string_view method,
                                                std::string_view target, const headers& fields,
                                                std::string_view body = {});

/// Says whether these fields accept what `accept` names: not when the caller gave an Accept of their own.
bool asks_as(accepted accept, const headers& fields);

} // namespace corogql::engine
