/// An offer says which websocket subprotocols a client offers, and when it offers others.
#pragma once

#include "protocol/subscriptions/websocket_dialect.hpp"
#include "values/deadline.hpp"

#include <corogql/error.hpp>
#include <corogql/websocket_options.hpp>

#include <vector>

namespace corogql::protocol {

/// Servers of subscriptions-transport-ws echo whatever name is offered first, and then close with 1002 when that is not
/// their own protocol's. But anybody may close so: that it was such a server shows when the legacy protocol gets its
/// ack.
class subprotocol_offer {
public:
    explicit subprotocol_offer(websocket_protocol wanted) noexcept : wanted_(wanted) {}

    /// Returns the dialects for the next connection, in the order of preference.
    std::vector<const websocket_dialect*> names(steady_time now);
    /// Notes that a connection has ended. Returns true when the next one offers other names, and is to follow at once.
    bool change(const error& end) noexcept;
    void on_acknowledged(steady_time now) noexcept;

private:
    /// This says whether a server that broke the newer protocol was found to speak the legacy one.
    enum class legacy_server {
        unknown, ///< Both protocols are offered.
        tried,   ///< The legacy protocol alone is offered, as a trial.
        known,   ///< The legacy protocol alone is offered, since it was acknowledged.
        refuted, ///< Both protocols are offered again: this server does not speak the legacy one.
    };

    websocket_protocol wanted_;
    legacy_server legacy_ = legacy_server::unknown;
    steady_time known_since_{};
};

} // namespace corogql::protocol
