// The websocket upgrade: which answers are taken, and what comes of those that are not. cases.md lists all cases.
#include "../support.hpp"

#include "transport/tls/hash.hpp"

#include <utility>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// A client of one attempt meets a server that answers the upgrade so.
error refused_upgrade(scene& on, std::function<void(simulated_upgrade&)> answer, http_options http = {}) {
    on.server.on_upgrade(std::move(answer));
    client api = on.connect(on.options(no_reconnect()).http(http));
    auto stream = counts(api);
    return on.failure(stream);
}

std::string accept_for(const simulated_upgrade& asked) {
    for (const auto& [name, value] : asked.headers)
        if (name == "Sec-WebSocket-Key") return transport::sha1_base64(value + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    return {};
}

std::string raw_switch(const std::string& fields) {
    return "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n" + fields + "\r\n";
}

} // namespace

TEST_CASE_FIXTURE(scene, "W1: connection_init goes first, and nothing else before the ack") {
    server.on_init([&](auto link, const auto&) { world.after(5s, [link]() mutable { link.ack(); }); });
    client api = connect();
    auto first = counts(api), second = counts(api);
    world.run_for(4s);
    REQUIRE(server.received().size() == 1);
    CHECK(server.received()[0].text == R"({"type":"connection_init"})");
    world.run_for(2s);
    CHECK(server.received().size() == 3);
    CHECK(server.count("subscribe") == 2);
}

TEST_CASE("W2: a 101 that names no subprotocol is refused, or taken for the first offered one by option") {
    scene strict;
    const auto seen = refused_upgrade(strict, [](auto& upgrade) { upgrade.chosen.clear(); });
    check_error(seen, error_kind::protocol, error_phase::upgrade);
    CHECK(says(seen, "allow_missing_subprotocol"));
    CHECK(strict.server.received().empty());

    scene lenient;
    lenient.server.on_upgrade([](auto& upgrade) { upgrade.chosen.clear(); });
    lenient.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
    client api = lenient.connect(websocket_options().allow_missing_subprotocol(true));
    auto stream = counts(api);
    CHECK(lenient.next(stream) == 1);
}

TEST_CASE("W3: a subprotocol that was not offered fails the upgrade; nothing is sent") {
    for (const std::string chosen : {"graphql-ws", "soap", "graphql-transport-ws, graphql-ws"}) {
        CAPTURE(chosen);
        scene on;
        on.server.on_upgrade([&](auto& upgrade) { upgrade.chosen = chosen; });
        client api = on.connect(websocket_options().protocol(websocket_protocol::graphql_transport_ws));
        auto stream = counts(api);
        check_error(on.failure(stream), error_kind::protocol, error_phase::upgrade);
        CHECK(on.server.accepted() == 1);
        CHECK(on.server.received().empty());
    }
}

TEST_CASE_FIXTURE(scene, "W4: both are offered, graphql-ws is chosen, and graphql-ws is spoken") {
    std::vector<std::string> offered;
    server.on_upgrade([&](auto& upgrade) {
        offered = upgrade.offered;
        upgrade.chosen = "graphql-ws";
    });
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    CHECK(offered == std::vector<std::string>{"graphql-transport-ws", "graphql-ws"});
    CHECK(server.count("start") == 1);
    CHECK(server.count("subscribe") == 0);
}

TEST_CASE_FIXTURE(scene, "W55: no extension is offered, and a 101 with one fails the upgrade") {
    bool offered = false;
    const auto seen = refused_upgrade(*this, [&](auto& upgrade) {
        for (const auto& [name, value] : upgrade.headers) offered |= name == "Sec-WebSocket-Extensions";
        upgrade.answer_headers.emplace_back("Sec-WebSocket-Extensions", "permessage-deflate");
    });
    check_error(seen, error_kind::protocol, error_phase::upgrade);
    CHECK(!offered);
    CHECK(server.received().empty());
}

TEST_CASE("W58: an upgrade that is never answered ends at the connect timeout, and is tried again") {
    scene once;
    check_error(refused_upgrade(once, [](auto& upgrade) { upgrade.ignore = true; }), error_kind::timeout,
                error_phase::upgrade);
    CHECK(once.world.now() >= 10s);
    CHECK(once.world.now() < 10s + 100ms);

    scene on;
    on.server.on_upgrade([](auto& upgrade) { upgrade.ignore = true; });
    client api = on.connect();
    auto stream = counts(api);
    on.world.run_for(1min);
    CHECK(on.server.accepted() > 1);
    CHECK(on.goodbyes.size() >= on.server.accepted() - 1); // no socket is left behind
}

TEST_CASE("W58: a connection that ends within the header of the answer is lost, and another one is tried") {
    scene on;
    bool first = true;
    on.server.on_upgrade([&](auto& upgrade) {
        if (!std::exchange(first, false)) return;
        upgrade.raw = "HTTP/1.1 101 Switching Protocols\r\nUpgr";
        on.world.after(1s, [&] { on.server.connections().front().drop(); });
    });
    on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("W59: other statuses are final and quoted") {
    for (const unsigned status : {200u, 204u, 301u, 302u, 307u, 400u, 404u, 426u}) {
        CAPTURE(status);
        scene on;
        on.server.on_upgrade([&](auto& upgrade) {
            upgrade.status = status;
            if (status != 204) upgrade.body.assign(5000, 'x');
            upgrade.answer_headers.emplace_back("Location", "http://elsewhere/graphql");
        });
        client api = on.connect();
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::http, error_phase::upgrade);
        CHECK(seen.http_status() == status);
        CHECK(seen.body_excerpt() == std::string(status == 204 ? 0 : 1024, 'x'));
        const bool located = std::find(seen.headers().begin(), seen.headers().end(),
                                       std::pair<std::string, std::string>("Location", "http://elsewhere/graphql")) !=
                             seen.headers().end();
        CHECK(located);
        CHECK(says(seen, "http://elsewhere/graphql") == (status / 100 == 3));
        CHECK(!seen.possibly_executed());
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("W59: the text under a refusal may be of any length") {
    for (const std::size_t size : {60'000u, 70'000u, 20'000'000u}) {
        scene on;
        const auto seen = refused_upgrade(on, [&](auto& upgrade) {
            upgrade.status = 404;
            upgrade.body.assign(size, 'x');
        });
        check_error(seen, error_kind::http, error_phase::upgrade);
        CHECK(seen.http_status() == 404);
    }
}

TEST_CASE("W59: 401 and 403 refuse the credentials, which are refreshed once") {
    for (const unsigned status : {401u, 403u}) {
        CAPTURE(status);
        scene on;
        std::vector<bool> asked;
        on.server.on_upgrade([&](auto& upgrade) { upgrade.status = status; });
        client with = on.connect(on.options().credentials(tokens(asked)));
        auto refreshing = counts(with);
        auto seen = on.failure(refreshing);
        check_error(seen, error_kind::credentials, error_phase::upgrade);
        CHECK(seen.http_status() == status);
        CHECK(asked == std::vector<bool>{false, true});
        CHECK(on.server.accepted() == 2);

        client without = on.connect();
        auto stream = counts(without);
        check_error(on.failure(stream), error_kind::credentials, error_phase::upgrade);
        CHECK(on.server.accepted() == 3);
    }
}

TEST_CASE("W59: 408, 425, 429 and 5xx are tried again, not before their Retry-After") {
    for (const unsigned status : {408u, 425u, 429u, 500u, 502u, 503u, 504u}) {
        CAPTURE(status);
        scene on;
        int upgrades = 0;
        on.server.on_upgrade([&](auto& upgrade) {
            if (++upgrades > 1) return;
            upgrade.status = status;
            upgrade.answer_headers.emplace_back("Retry-After", "20");
        });
        on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.world.now() >= 20s);
        CHECK(on.world.now() < 21s);

        scene once;
        const auto seen = refused_upgrade(once, [&](auto& upgrade) { upgrade.status = status; });
        check_error(seen, error_kind::http, error_phase::upgrade);
        CHECK(seen.http_status() == status);
    }
}

TEST_CASE("W60: a wrong Sec-WebSocket-Accept, or a 101 without Upgrade or Connection, fails the upgrade") {
    const std::string upgrade = "Upgrade: websocket\r\n", connection = "Connection: Upgrade\r\n";
    const auto answer = [&](const std::string& fields, bool right_key) {
        scene on;
        const auto seen = refused_upgrade(on, [&](auto& asked) {
            const auto accept = right_key ? accept_for(asked) : "AAAA";
            asked.raw = raw_switch(fields + "Sec-WebSocket-Accept: " + accept + "\r\n");
        });
        check_error(seen, error_kind::protocol, error_phase::upgrade);
        CHECK(on.server.received().empty());
        return seen;
    };
    CHECK(says(answer(upgrade + connection, false), "Sec-WebSocket-Accept"));
    CHECK(says(answer(connection, true), "does not switch"));
    CHECK(says(answer(upgrade, true), "does not switch"));
}

TEST_CASE("W60: a frame that comes in one piece with the 101 is read") {
    scene on;
    const auto seen = refused_upgrade(on, [&](auto& asked) {
        asked.raw = raw_switch(
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept_for(asked) + "\r\n");
        asked.raw += "\x88\x06\x11\x94soon"; // a close frame
    });
    CHECK(seen.close_code() == 4500);
    CHECK(says(seen, "soon"));
}

TEST_CASE("W61: a long header of the 101 is read up to max_header_size, beyond which the error says limit") {
    const auto fill = [](simulated_upgrade& upgrade) {
        for (int i = 0; i < 200; ++i)
            upgrade.answer_headers.emplace_back("X-Field-" + std::to_string(i), std::string(80, 'x'));
    };
    scene roomy;
    roomy.server.on_upgrade(fill);
    roomy.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
    client api = roomy.connect();
    auto stream = counts(api);
    CHECK(roomy.next(stream) == 1);

    scene tight;
    const auto seen = refused_upgrade(tight, fill, http_options().max_header_size(8 * 1024));
    check_error(seen, error_kind::limit, error_phase::upgrade);
    CHECK(says(seen, "8192"));
}

TEST_CASE("W59: every 5xx is tried again, and a 421 is not") {
    for (const unsigned status : {501u, 505u, 507u, 520u, 522u, 599u, 421u}) {
        CAPTURE(status);
        scene on;
        on.server.on_upgrade([&](auto& upgrade) { upgrade.status = on.server.accepted() == 1 ? status : 101; });
        on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
        client api = on.connect();
        auto stream = counts(api);
        if (status == 421)
            check_error(on.failure(stream), error_kind::http, error_phase::upgrade);
        else
            CHECK_NOTHROW(on.world.run(stream.next(), 2h));
    }
}
