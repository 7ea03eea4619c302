/// Which websocket subprotocols a client offers, and when it offers others.
#pragma once

#include "protocol/subscriptions/websocket_dialect.hpp"
#include "values/deadline.hpp"

#include <corogql/error.hpp>
#include <corogql/websocket_options.hpp>

#include <vector>

namespace corogql::protocol {

/// subscriptions-transport-ws echoes whatever name is offered first, and then closes with 1002 when that is not its
/// own protocol's. But anybody may close so: that it was such a server shows when the legacy protocol gets its ack.
class subprotocol_offer {
public:
    explicit subprotocol_offer(websocket_protocol wanted) noexcept : wanted_(wanted) {}

    /// For the next connection, in the order of preference.
    std::vector<const websocket_dialect*> names(steady_time now);
    /// A connection has ended. True: the next one offers other names, and is to follow at once.
    bool change(const error& end) noexcept;
    void on_acknowledged(steady_time now) noexcept;

private:
    /// Whether a server that broke the newer protocol was found to speak the legacy one.
    enum class legacy_server {
        unknown, ///< Both protocols are offered.
        tried,   ///< The legacy one alone, and only now.
        known,   ///< The same, since it was acknowledged.
        refuted, ///< Both again: this server does not speak it.
    };

    websocket_protocol wanted_;
    legacy_server legacy_ = legacy_server::unknown;
    steady_time known_since_{};
};

} // namespace corogql::protocol
