#include "protocol/subscriptions/subprotocol_offer.hpp"
#include "values/errors/detailed_error.hpp"

#include "../retry/world.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::start;
using namespace std::chrono_literals;

namespace {

using dialects = std::vector<const websocket_dialect*>;

const dialects both_names{&graphql_transport_ws, &graphql_ws};
const dialects legacy_name{&graphql_ws};

error init_closed(std::uint16_t code) {
    return detailed_error(error_kind::protocol, "").phase(error_phase::init).close_code(code);
}
error offer_broken(error_phase during) { return detailed_error(error_kind::protocol, "").phase(during); }

} // namespace

TEST_CASE("subprotocols: what the options name is offered, whatever the server does") {
    const std::vector<std::pair<websocket_protocol, dialects>> table{
        {websocket_protocol::graphql_transport_ws, {&graphql_transport_ws}},
        {websocket_protocol::graphql_ws, legacy_name},
        {websocket_protocol::prefer_graphql_ws, {&graphql_ws, &graphql_transport_ws}},
    };
    for (const auto& [wanted, names] : table) {
        subprotocol_offer offer(wanted);
        CHECK(offer.names(start) == names);
        CHECK_FALSE(offer.change(init_closed(1002)));
        CHECK(offer.names(start) == names);
    }
}

TEST_CASE("subprotocols: 1002 before the ack is answered with the legacy protocol, which an ack proves") {
    subprotocol_offer offer(websocket_protocol::automatic);
    CHECK(offer.names(start) == both_names);
    CHECK(offer.change(init_closed(1002)));
    CHECK(offer.names(start) == legacy_name);
    offer.on_acknowledged(start);
    CHECK(offer.names(start + 1h) == legacy_name);
    CHECK(offer.names(start + 1h + 1ns) == both_names); // servers are replaced
}

TEST_CASE("subprotocols: other ends change nothing") {
    subprotocol_offer offer(websocket_protocol::automatic);
    CHECK_FALSE(offer.change(init_closed(1001)));
    CHECK_FALSE(offer.change(detailed_error(error_kind::protocol, "").phase(error_phase::stream).close_code(1002)));
    CHECK_FALSE(offer.change(detailed_error(error_kind::protocol, "").phase(error_phase::upgrade).close_code(1002)));
    CHECK_FALSE(offer.change(offer_broken(error_phase::init)));
    CHECK(offer.names(start) == both_names);
}

TEST_CASE("subprotocols: a server that refuses the legacy one is offered both again, once") {
    subprotocol_offer offer(websocket_protocol::automatic);
    CHECK(offer.change(init_closed(1002)));
    CHECK(offer.change(offer_broken(error_phase::upgrade)));
    CHECK(offer.names(start) == both_names);
    CHECK_FALSE(offer.change(init_closed(1002))); // it was no such server
    CHECK(offer.change(init_closed(1002)));
}

TEST_CASE("subprotocols: a guess that nothing confirmed is forgotten, one that was is kept") {
    subprotocol_offer offer(websocket_protocol::automatic);
    const auto lost = detailed_error(error_kind::lost, "").phase(error_phase::init);
    CHECK(offer.change(init_closed(1002)));
    CHECK_FALSE(offer.change(lost));
    CHECK(offer.names(start) == both_names);
    CHECK(offer.change(init_closed(1002)));
    offer.on_acknowledged(start);
    CHECK_FALSE(offer.change(lost));
    CHECK(offer.names(start) == legacy_name);
}
