#include "protocol/subscriptions/subprotocol_offer.hpp"

namespace corogql::protocol {

namespace {

/// A server is taken for one of the legacy protocol alone for so long: servers are replaced, too.
constexpr std::chrono::hours memory(1);

} // namespace

std::vector<const websocket_dialect*> subprotocol_offer::names(steady_time now) {
    switch (wanted_) {
    case websocket_protocol::graphql_transport_ws: return {&graphql_transport_ws};
    case websocket_protocol::graphql_ws: return {&graphql_ws};
    case websocket_protocol::prefer_graphql_ws: return {&graphql_ws, &graphql_transport_ws};
    case websocket_protocol::automatic: break;
    }
    if (legacy_ == legacy_server::known && now - known_since_ > memory) legacy_ = legacy_server::unknown;
    if (legacy_ == legacy_server::tried || legacy_ == legacy_server::known) return {&graphql_ws};
    return {&graphql_transport_ws, &graphql_ws};
}

bool subprotocol_offer::change(const error& end) noexcept {
    const bool before_ack = end.phase() == error_phase::init || end.phase() == error_phase::upgrade;
    if (wanted_ != websocket_protocol::automatic || !before_ack) return false;
    switch (legacy_) {
    case legacy_server::unknown:
        if (end.close_code() != 1002 || end.phase() != error_phase::init) return false;
        legacy_ = legacy_server::tried;
        return true;
    case legacy_server::tried:
    case legacy_server::known:
        if (end.kind() == error_kind::protocol) {
            legacy_ = legacy_server::refuted;
            return true;
        }
        if (legacy_ == legacy_server::tried) legacy_ = legacy_server::unknown;
        return false;
    case legacy_server::refuted: break;
    }
    legacy_ = legacy_server::unknown;
    return false;
}

void subprotocol_offer::on_acknowledged(steady_time now) noexcept {
    if (legacy_ == legacy_server::tried) {
        legacy_ = legacy_server::known;
        known_since_ = now;
    } else if (legacy_ == legacy_server::refuted) {
        legacy_ = legacy_server::unknown;
    }
}

} // namespace corogql::protocol
