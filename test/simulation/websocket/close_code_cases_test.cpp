// Close codes: which end a subscription, which are followed by another connection, and how a link is let go.
#include "../support.hpp"

#include "../../support/websocket_frames.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// How the server ends the first connection, behind the first event; on all others it counts on.
using how_it_ends = std::function<void(simulated_connection&)>;

void end_first(scene& on, how_it_ends end) {
    on.server.on_subscribe([end = std::move(end)](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) end(link);
    });
}

void check_goes_on(how_it_ends end) {
    scene on;
    end_first(on, std::move(end));
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.server.accepted() == 2);
    CHECK(on.sent("subscribe").size() == 2);
}

void check_goes_on(unsigned code) {
    CAPTURE(code);
    check_goes_on([&](auto& link) { link.close(static_cast<std::uint16_t>(code), "gone"); });
}

/// The error that ends the subscription, after which nothing is tried any more.
error final_end(scene& on, how_it_ends end) {
    end_first(on, std::move(end));
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    const auto seen = on.failure(stream);
    CHECK(on.failure(stream).kind() == seen.kind()); // again: it is the end
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 1);
    return seen;
}

void check_final(unsigned code, error_kind kind) {
    CAPTURE(code);
    scene on;
    const auto seen = final_end(on, [&](auto& link) { link.close(static_cast<std::uint16_t>(code), "because"); });
    check_error(seen, kind, error_phase::stream, code);
    CHECK(says(seen, "because"));
}

} // namespace

TEST_CASE("W14: 4408 is transient") { check_goes_on(4408); }

TEST_CASE("W15: 4429 is final; one connection_init had been sent") {
    scene on;
    on.server.on_init([](auto link, const auto&) { link.close(4429, "Too many initialisation requests"); });
    client api = on.connect();
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::protocol, error_phase::init, 4429);
    CHECK(on.server.count("connection_init") == 1);
    CHECK(on.server.accepted() == 1);
    check_final(4429, error_kind::protocol);
}

TEST_CASE("W16: 4409 is final, and never goes round") { check_final(4409, error_kind::protocol); }

TEST_CASE("W17: 4400 is final, with the server's reason") { check_final(4400, error_kind::protocol); }

TEST_CASE("W18: 4406 is final, with the server's reason") { check_final(4406, error_kind::protocol); }

TEST_CASE("W19: 4500 is transient, within the retries given") {
    check_goes_on(4500);
    scene on;
    on.server.on_init([](auto link, const auto&) { link.close(4500, "Internal error"); });
    client api = on.connect(backoff_options().retries(3));
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    check_error(seen, error_kind::lost, error_phase::init, 4500);
    CHECK(seen.attempts() == 4);
    CHECK(on.server.accepted() == 4);
}

TEST_CASE("W20: 4499, 4503 and unknown codes above 3000 are transient") {
    for (const unsigned code : {4499u, 4503u, 4000u, 4402u, 4404u, 4504u, 4999u, 3001u, 3999u}) check_goes_on(code);
}

TEST_CASE("W21: 1000 while streams live is a lost link, not their end") { check_goes_on(1000); }

TEST_CASE("W23: 1001, 1011 to 1014, no code and no close frame are transient") {
    for (const unsigned code : {1001u, 1005u, 1011u, 1012u, 1013u, 1014u}) check_goes_on(code);
    check_goes_on([](auto& link) { link.drop(); });
    // Not before the event has been read: a reset overtakes what is under way.
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) on.world.after(1s, [link]() mutable { link.reset(); });
    });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
}

TEST_CASE("W23: after 1012 and 1013 the wait is twice as long") {
    const auto wait = [](unsigned code) {
        scene on(5); // the same chance for each code
        end_first(on, [&](auto& link) { link.close(static_cast<std::uint16_t>(code)); });
        client api = on.connect(backoff_options().initial(1h).max(1h).retries(4));
        auto stream = counts(api);
        on.next(stream);
        const auto began = on.world.now();
        on.next(stream);
        return std::chrono::duration<double>(on.world.now() - began).count();
    };
    const auto plain = wait(1001);
    CHECK(plain > 1);
    CHECK(wait(1012) == doctest::Approx(2 * plain).epsilon(0.01));
    CHECK(wait(1013) == doctest::Approx(2 * plain).epsilon(0.01));
    CHECK(wait(1011) == doctest::Approx(plain).epsilon(0.01));
}

TEST_CASE("W24: 1002, 1003, 1007, 1008 and 1010 are final; 1009 is of kind limit") {
    for (const unsigned code : {1002u, 1003u, 1007u, 1008u, 1010u}) check_final(code, error_kind::protocol);
    check_final(1009, error_kind::limit);
}

TEST_CASE("W25: 3000 and 3003 are about credentials, 3008 is transient") {
    for (const unsigned code : {3000u, 3003u}) {
        check_final(code, error_kind::credentials);
        CAPTURE(code);
        std::vector<bool> asked;
        scene on;
        end_first(on, [&](auto& link) { link.close(static_cast<std::uint16_t>(code)); });
        client api = on.connect(on.options(no_reconnect()).credentials(tokens(asked)));
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.next(stream) == 2);
        CHECK(asked == std::vector<bool>{false, true});
    }
    check_goes_on(3008);
}

TEST_CASE("W26: a close code that no frame may carry breaks the websocket protocol") {
    for (const unsigned code : {0u, 999u, 1004u, 1005u, 1006u, 1015u, 1016u, 2999u, 5000u, 65535u}) {
        CAPTURE(code);
        scene on;
        const auto frame = wire::bytes(wire::close_frame(code));
        check_error(final_end(on, [&](auto& link) { link.send_bytes(frame); }), error_kind::protocol,
                    error_phase::stream, 1002);
        CHECK(on.goodbyes == codes{1002});
    }
    scene on; // half a code
    const auto frame = wire::bytes({.opcode = wire::close_opcode, .payload = "\x03"});
    check_error(final_end(on, [&](auto& link) { link.send_bytes(frame); }), error_kind::protocol, error_phase::stream,
                1002);
}

TEST_CASE("W27: a close reason may have 123 bytes; one that is not UTF-8 is left out") {
    const std::string longest(123, 'r');
    scene on;
    const auto seen = final_end(on, [&](auto& link) { link.close(4400, longest); });
    check_error(seen, error_kind::protocol, error_phase::stream, 4400);
    CHECK(says(seen, longest));

    scene broken;
    const auto frame = wire::bytes(wire::close_frame(4400, "caf\xc3"));
    const auto bad = final_end(broken, [&](auto& link) { link.send_bytes(frame); });
    check_error(bad, error_kind::protocol, error_phase::stream, 4400);
    CHECK(!says(bad, "\xc3"));
}

TEST_CASE("W28: a closing handshake that the server does not finish holds nothing up") {
    // The server's close frame is answered, and the socket is not waited for.
    scene theirs;
    end_first(theirs, [](auto& link) { link.send_bytes(wire::bytes(wire::close_frame(1001))); });
    client first = theirs.connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(first);
    CHECK(theirs.next(stream) == 1);
    CHECK(theirs.next(stream) == 2);
    CHECK(theirs.world.now() < 100ms);
    CHECK(theirs.goodbyes == codes{1001});

    // Ours is never answered.
    scene ours;
    end_first(ours, [](auto& link) { link.stop_reading(); });
    client second = ours.connect();
    auto silent = counts(second);
    CHECK(ours.next(silent) == 1);
    const auto began = ours.world.now();
    ours.world.run(second.close());
    CHECK(ours.world.now() >= began + 2s);
    CHECK(ours.world.now() < began + 2s + 100ms);

    // Ours cannot even be written.
    scene stuck;
    stuck.world.network().window(1024);
    stuck.server.on_subscribe([&](auto link, const auto&) {
        link.stop_reading();
        stuck.world.after(1s, [link]() mutable { link.send_text("[]"); });
    });
    client third = stuck.connect();
    auto breaks = counts(third);
    request large("subscription { count }");
    large.variable("filler", std::string(8 * 1024, 'x'));
    const auto behind = third.subscribe(std::move(large));
    check_error(stuck.failure(breaks), error_kind::protocol, error_phase::stream, 4400);
    CHECK(stuck.world.now() < 1s + 2s + 100ms);
}

TEST_CASE_FIXTURE(scene, "W18: the error of a 4406 names both subprotocols, which are easily confused") {
    server.on_init([](auto link, const auto&) { link.close(4406, "Subprotocol not acceptable"); });
    client api = connect();
    auto stream = counts(api);
    const auto seen = failure(stream);
    CHECK(says(seen, "graphql-transport-ws"));
    CHECK(says(seen, "graphql-ws"));
}
