/// The upgrade is the websocket handshake on a fresh connection (RFC 6455, section 4).
#pragma once

#include "engine/shared/settings.hpp"
#include "protocol/subscriptions/websocket_dialect.hpp"
#include "transport/runtime.hpp"

#include <corogql/error.hpp>

#include <memory>
#include <string>
#include <vector>

namespace corogql::engine {

struct upgraded {
    std::unique_ptr<transport::byte_stream> stream;
    const protocol::websocket_dialect* dialect = nullptr;
    std::string early; ///< The bytes that came right behind the 101.
};

/// Asks for one of the subprotocols `offered`, in this order of preference. Throws corogql::error of phase upgrade:
/// credentials (401, 403), http (any other status, with Retry-After and an excerpt), protocol (a 101 that does not fit,
/// a subprotocol that was not offered), lost, timeout when `until` passes.
asio::awaitable<upgraded> upgrade(transport::runtime& runtime, const settings& settings,
                                  std::unique_ptr<transport::byte_stream> stream, const headers& credentials,
                                  std::vector<const protocol::websocket_dialect*> offered,
                                  transport::runtime::time_point until);

} // namespace corogql::engine
