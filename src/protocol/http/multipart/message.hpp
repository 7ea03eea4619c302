/// A part of a multipart answer says an event of a subscription (Apollo's multipart protocol, and servers that send
/// results as they are), or a step of an incrementally delivered result.
#pragma once

#include "protocol/graphql/result_text.hpp"
#include "protocol/http/multipart/parser.hpp"

#include <string_view>

namespace corogql::protocol {

/// This is the Accept header of subscriptions. Some servers insist on its boundary; which boundary they use says their
/// answer.
inline constexpr std::string_view multipart_subscription_accept =
    "multipart/mixed;boundary=graphql;subscriptionSpec=1.0, application/graphql-response+json, "
    "application/json;q=0.9";
/// This is the Accept header of queries and mutations with @defer or @stream. Servers that know only a later format
/// send that format.
inline constexpr std::string_view incremental_accept =
    "multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9";

/// A multipart message is one part of a subscription. Its views point into the part's body.
struct multipart_message {
    enum class type {
        /// The part is `{}`: the server is alive, no more. Where there is a result, it says `hasNext` alone, which may
        /// end a result that grows.
        heartbeat,
        /// The part has an execution result.
        next,
        /// The part has errors of the transport, and is the last one; a result may have come with the errors.
        failed,
        /// The part is `{"payload":null}`, and the last one.
        complete,
    };
    type kind = type::heartbeat;
    result_text result;      ///< The result, for check_result(); empty for `failed` when there was none.
    std::string_view errors; ///< The errors of `failed`: a JSON list, for read_error_payload().
};

/// Reads a part of a subscription. Throws corogql::error of kind `protocol` for a part that is not JSON by its
/// Content-Type or its text, is no object, or has a payload that is neither an object nor null. A part without a
/// Content-Type is read.
multipart_message read_multipart_message(const multipart_part& part, unsigned max_depth);

/// Returns the text of a part, for incremental_result, once the part is seen to be JSON by its Content-Type, if it has
/// one, and UTF-8. Throws kind `protocol` for other parts.
std::string_view read_json_part(const multipart_part& part);

} // namespace corogql::protocol
