/// The server has its half of the websocket handshake here (RFC 6455, section 4.2).
#pragma once

#include "testing/server/http_reply.hpp"

#include "transport/http/codec.hpp"

namespace corogql::testing {

struct websocket_handshake {
    websocket_handshake() = default;

    http_reply reply;        ///< The reply is a 101, or says why not.
    std::string subprotocol; ///< The subprotocol is empty when none of the offered ones is spoken.
};

/// Answers an upgrade request. The first offered subprotocol that is among `spoken` is taken.
websocket_handshake accept_websocket(const transport::http_request_message& request,
                                     const std::vector<std::string>& spoken);

} // namespace corogql::testing
