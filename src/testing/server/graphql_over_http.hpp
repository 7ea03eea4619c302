/// GraphQL is served over HTTP with methods, media types and statuses after the 2026 draft of its specification.
#pragma once

#include "testing/server/http_reply.hpp"
#include "testing/server/service.hpp"
#include "testing/server/streamed_subscription.hpp"

#include "transport/http/codec.hpp"

namespace corogql::testing {

/// A request that was read as GraphQL: refused, or ready to be executed.
struct http_operation {
    http_operation() = default;

    std::optional<http_reply> refusal;
    prepared_operation prepared;
    /// The format that the request accepts for an answer of many events.
    std::optional<stream_format> stream;
    /// Whether the answer is application/json: 200 for all that was executed, 400 for what was refused.
    bool legacy = false;
};

http_operation read_operation(const service& owner, const transport::http_request_message& request);

/// Executes the operation, unless it is refused.
http_reply answer_operation(service& owner, const http_operation& operation);

/// Returns what a request says, `{query, operationName, variables}` where it is well shaped: of its body, form or query
/// string. Otherwise `problem` says why there is nothing.
std::optional<json::value> read_members(const transport::http_request_message& request, std::string& problem);

/// Returns the path of a target, without the query.
std::string_view path_of(std::string_view target);

/// Makes the answer {"errors": [{message, extensions: {code}}]} as application/json.
http_reply error_reply(unsigned status, const std::string& message);

} // namespace corogql::testing
