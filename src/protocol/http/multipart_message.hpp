/// What a part of a multipart answer says: a subscription's events (Apollo's multipart protocol, and servers that send
/// results as they are), or a step of an incrementally delivered result.
#pragma once

#include "protocol/graphql/result_text.hpp"
#include "protocol/http/multipart_parser.hpp"

#include <string_view>

namespace corogql::protocol {

/// For subscriptions. Some servers insist on this boundary; which one they use says their answer.
inline constexpr std::string_view multipart_subscription_accept =
    "multipart/mixed;boundary=graphql;subscriptionSpec=1.0, application/graphql-response+json, "
    "application/json;q=0.9";
/// For queries and mutations with @defer or @stream. Servers that know only a later format send that.
inline constexpr std::string_view incremental_accept =
    "multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9";

/// One part of a subscription. Views point into its body.
struct multipart_message {
    enum class type {
        heartbeat, ///< `{}`: alive, no more. With a result it says `hasNext` alone, which may end one that grows
        next,      ///< an execution result
        failed,    ///< errors of the transport, the last part; a result may have come with them
        complete,  ///< `{"payload":null}`: the last part
    };
    type kind = type::heartbeat;
    result_text result;      ///< for check_result(); of `failed` empty when there was none
    std::string_view errors; ///< of `failed`: a JSON list, for read_error_payload()
};

/// Throws corogql::error of kind `protocol` for a part that is not JSON by its Content-Type or its text, no object, or
/// whose payload is neither an object nor null. A part without a Content-Type is read.
multipart_message read_multipart_message(const multipart_part& part, unsigned max_depth);

/// The text of a part, once it is seen to be JSON by its Content-Type, if it has one, and UTF-8: for
/// incremental_result. Throws kind `protocol`.
std::string_view read_json_part(const multipart_part& part);

} // namespace corogql::protocol
