// Cases that do not hold yet. This file is not built; a case that holds moves to its neighbours'.
#include "support.hpp"

#include "../unit/websocket_frames.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

TEST_CASE_FIXTURE(scene, "W18: the error of a 4406 names both subprotocols, which are easily confused") {
    server.on_init([](auto link, const auto&) { link.close(4406, "Subprotocol not acceptable"); });
    client api = connect();
    auto stream = counts(api);
    const auto seen = failure(stream);
    CHECK(says(seen, "graphql-transport-ws"));
    CHECK(says(seen, "graphql-ws"));
}

TEST_CASE_FIXTURE(scene, "W27: a reason that was cut off within a character does not make a transient code final") {
    server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) link.send_bytes(::test::bytes(::test::close_frame(1001, "caf\xc3")));
    });
    client api = connect();
    auto stream = counts(api);
    CHECK(next(stream) == 1);
    CHECK(next(stream) == 2);
}

TEST_CASE_FIXTURE(scene, "W53: the error says how large the message is") {
    server.on_subscribe([](auto link, const auto&) { link.send_text(std::string(1234, ' ')); });
    client api = connect(options().max_message_size(1000));
    auto stream = counts(api);
    const auto seen = failure(stream);
    CHECK(says(seen, "1000"));
    CHECK(says(seen, "1234"));
}

TEST_CASE_FIXTURE(scene, "W54: a number that no double holds is an error of decoding") {
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, R"({"count":1e400})"); });
    client api = connect();
    auto stream = counts(api);
    const auto event = world.run(stream.next());
    REQUIRE(event);
    CHECK(event->data_text() == R"({"count":1e400})");
    CHECK(to_string(caught([&] { event->data(); }).kind()) == "decode");
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
