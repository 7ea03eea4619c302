// Connections, requests and time: reuse, early answers, slow ones, and what is sent. cases.md lists all cases.
#include "http_support.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace corogql;
using namespace corogql::test;

namespace {

request large(const std::string& document) { return request(document).variable("text", std::string(2'000'000, 'x')); }

simulated_reply hang_up(simulated_ending how) {
    simulated_reply made;
    made.cut_after = 0;
    made.then = how;
    return made;
}

} // namespace

TEST_CASE(
    "H46: a kept connection that ends in place of an answer: a query goes to a new one, a mutation may have run") {
    for (const auto how : {simulated_ending::drop, simulated_ending::reset}) {
        http_scene on({good(), hang_up(how), good()});
        client api = on.connect(on.once());
        on.ask(api);
        CHECK(on.ask(api).attempts() == 1); // nobody's failure
        CHECK(on.server.accepted() == 2);
        CHECK(on.world.now() < 100ms);

        http_scene once({good(), hang_up(how), good()});
        client other = once.connect();
        once.ask(other);
        const auto seen = once.refused(other, mutation);
        check_error(seen, error_kind::lost, error_phase::receive);
        CHECK(seen.possibly_executed());
        CHECK(once.requests.size() == 2);
        CHECK(once.ask(other, request(mutation).idempotent(true)).ok());
    }
    // A new connection that ends so is a failure like any other.
    http_scene fresh({hang_up(simulated_ending::drop)});
    check_error(fresh.refused(fresh.once()), error_kind::lost, error_phase::receive);
    http_scene again({good(), hang_up(simulated_ending::drop)});
    client api = again.connect(again.once());
    again.ask(api);
    check_error(again.refused(api), error_kind::lost, error_phase::receive);
    CHECK(again.requests.size() == 3);
}

TEST_CASE("H46: a connection that had ended before is seen to have, and no mutation is sent on it") {
    for (const bool reset : {false, true}) {
        http_scene on({good()});
        client api = on.connect(on.once());
        on.ask(api);
        for (auto link : on.server.connections()) reset ? link.reset() : link.drop();
        on.world.run_for(1s);
        CHECK(on.ask(api, mutation).attempts() == 1);
        CHECK(on.requests.size() == 2);
        CHECK(on.server.accepted() == 2);
    }
}

TEST_CASE("H46: a mutation whose connection ended before all of it had left is sent again") {
    http_scene on({good()});
    int heads = 0;
    on.server.on_request_head([&](auto link, const auto&) {
        if (++heads == 1) link.reset();
    });
    const auto answer = on.ask(on.options(), large("mutation($text: String!) { a(text: $text) }"));
    CHECK(answer.attempts() == 2);
    CHECK(on.requests.size() == 1);
}

TEST_CASE(
    "H49: an answer that comes before all was sent is read; the rest is not sent, and the connection not used again") {
    for (const unsigned status : {413u, 400u}) {
        http_scene on({good()});
        int heads = 0;
        on.server.on_request_head([&](auto link, const auto&) {
            if (++heads > 1) return;
            link.stop_reading(); // and stays open
            link.send_bytes("HTTP/1.1 " + std::to_string(status) +
                            " early\r\nContent-Type: application/graphql-response+json\r\nContent-Length: " +
                            std::to_string(std::string(errors_text).size()) + "\r\n\r\n" + errors_text);
        });
        client api = on.connect();
        const auto answer = on.ask(api, large("mutation($text: String!) { a(text: $text) }"));
        CHECK(answer.http_status() == status);
        CHECK(answer.errors().size() == 1);
        CHECK(on.world.now() < 1s);
        CHECK(on.requests.empty());
        CHECK(on.ask(api, large("query($text: String!) { a(text: $text) }")).ok());
        CHECK(on.server.accepted() == 2);
        CHECK(on.requests.size() == 1);
    }
}

TEST_CASE("H49: an answer and an end before all was sent: the answer counts") {
    http_scene on({good()});
    on.server.on_request_head([&](auto link, const auto&) {
        link.send_bytes("HTTP/1.1 413 early\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nbig");
        link.drop();
    });
    const auto seen = on.refused(large("query($text: String!) { a(text: $text) }"));
    check_http(seen, error_kind::http, 413);
    CHECK(seen.body_excerpt() == "big");
    CHECK(on.requests.empty());
}

TEST_CASE("H49: a server that takes half a request and says nothing is left at the deadline; the rest was not sent") {
    http_scene on({good()});
    on.server.on_request_head([&](auto link, const auto&) { link.stop_reading(); });
    const auto seen = on.refused(on.options().timeout(5s), large("query($text: String!) { a(text: $text) }"));
    check_error(seen, error_kind::timeout, error_phase::send);
    CHECK(!seen.possibly_executed());
    CHECK(on.world.now() < 5s + 100ms);
    on.world.run_for(1s);
    CHECK(on.server.connections().size() == 1); // which reads nothing, not even the end
}

TEST_CASE("H49: who leaves while a long request is being sent takes it along") {
    http_scene on({good()}); // the leak sanitizer looks on
    on.server.on_request_head([&](auto link, const auto&) { link.stop_reading(); });
    client api = on.connect();
    asio::cancellation_signal cancel;
    bool cancelled = false;
    const auto sent = large("mutation($text: String!) { a(text: $text) }");
    asio::co_spawn(on.world.executor(), api.execute(sent),
                   asio::bind_cancellation_slot(
                       cancel.slot(), [&](std::exception_ptr failure, response) { cancelled = failure != nullptr; }));
    on.world.run_for(1s);
    cancel.emit(asio::cancellation_type::terminal);
    on.world.run_for(1s);
    CHECK(cancelled);
    asio::co_spawn(on.world.executor(), api.execute(sent), [](std::exception_ptr, response) {});
    on.world.run_for(1s); // and here the world ends
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("H50: an answer that dribbles in ends at the deadline of the whole, however steadily it comes") {
    simulated_reply slow = good();
    slow.piece = 1;
    slow.pause = 1s;
    http_scene on({slow});
    const auto seen = on.refused(on.options().timeout(30s));
    check_error(seen, error_kind::timeout, error_phase::receive);
    CHECK(seen.possibly_executed());
    CHECK(on.world.now() >= 30s);
    CHECK(on.world.now() < 30s + 100ms);
    CHECK(on.requests.size() == 1);

    http_scene patient({slow});
    CHECK(patient.ask(patient.options()).ok()); // no deadline
    CHECK(patient.world.now() > 60s);

    http_scene attempts({slow, good()});
    CHECK(attempts.ask(attempts.options().attempt_timeout(10s)).attempts() == 2);
}

TEST_CASE("H50: so does one that waits for a connection, and says so") {
    simulated_reply slow = good();
    slow.delay = 1h;
    http_scene on({slow});
    client api = on.connect(on.options().http(http_options().max_connections(1)));
    asio::co_spawn(on.world.executor(), api.execute(query), [](std::exception_ptr, response) {});
    on.world.run_for(1s);
    const auto seen = on.refused(api, request(query).timeout(5s));
    check_error(seen, error_kind::timeout, error_phase::queue);
    CHECK(!seen.possibly_executed());
    CHECK(on.requests.size() == 1);
    CHECK(on.world.now() < 6s + 100ms);
}

namespace {

/// How a subscription fails whose upgrade is answered with GraphQL errors.
error upgrade_failure(scene& on, unsigned status, const std::string& type) {
    on.server.on_upgrade([=](auto& upgrade) {
        upgrade.status = status;
        upgrade.body = errors_text;
        upgrade.answer_headers.emplace_back("Content-Type", type);
    });
    client api = on.connect();
    auto stream = counts(api);
    return on.failure(stream);
}

} // namespace

TEST_CASE("H57: an upgrade that is answered with GraphQL errors fails the subscription with those errors") {
    for (const unsigned status : {200u, 400u}) {
        for (const std::string type : {json_type, graphql_type}) {
            scene on;
            const auto seen = upgrade_failure(on, status, type);
            check_error(seen, error_kind::http, error_phase::upgrade);
            CHECK(seen.http_status() == status);
            REQUIRE(seen.errors().size() == 1);
            CHECK(seen.errors().front().code() == "BAD");
            CHECK(says(seen, ": no"));
            CHECK(seen.body_excerpt() == errors_text);
            CHECK(on.server.accepted() == 1);
        }
    }
    scene on;
    const auto seen = upgrade_failure(on, 401, json_type);
    check_error(seen, error_kind::credentials, error_phase::upgrade);
    CHECK(seen.errors().size() == 1);
}

TEST_CASE("H58: what a request says of itself, and what the caller may say in its place") {
    http_scene on({good()});
    request own = query;
    own.header("X-Own", "caf\xc3\xa9").header("ACCEPT", "application/json");
    const auto options = on.options().user_agent("tester/1").header("X-Common", "1").header("x-own", "less");
    on.ask(options);
    on.ask(options, own);
    REQUIRE(on.requests.size() == 2);
    const auto& plain = on.requests[0];
    CHECK(plain.method == "POST");
    CHECK(plain.target == "/graphql");
    CHECK(field_of(plain, "Host") == "server");
    CHECK(field_of(plain, "Content-Type") == "application/json");
    CHECK(field_of(plain, "Accept") == "application/graphql-response+json, application/json;q=0.9");
    CHECK(field_of(plain, "User-Agent") == "tester/1");
    CHECK(field_of(plain, "Content-Length") == std::to_string(plain.body.size()));
    CHECK(field_of(plain, "X-Common") == "1");
    CHECK(field_of(plain, "x-own") == "less");
    CHECK(field_of(on.requests[1], "X-Own") == "caf\xc3\xa9");
    CHECK(field_of(on.requests[1], "x-own") == "none");
    CHECK(field_of(on.requests[1], "ACCEPT") == "application/json");
    CHECK(field_of(on.requests[1], "Accept") == "none");

    http_scene named({good()});
    named.ask();
    CHECK(field_of(named.requests[0], "User-Agent").starts_with("corogql/"));
}

TEST_CASE("H58: a field that would break the request is refused before anything is sent, and its value not shown") {
    const auto check = [](const std::string& name, const std::string& value, std::string_view why) {
        CAPTURE(name);
        http_scene on({good()});
        request own = query;
        own.header(name, value);
        const auto check_one = [&](const error& seen) {
            check_error(seen, error_kind::config, error_phase::none);
            CHECK(says(seen, why));
            CHECK(!says(seen, "s3cret"));
            CHECK(!seen.possibly_executed());
        };
        check_one(on.refused(own));
        check_one(caught([&] { on.connect(on.options().header(name, value)); }));
        credentials_provider given = [&](bool) -> asio::awaitable<credentials> {
            credentials fresh;
            fresh.header(name, value);
            co_return fresh;
        };
        const auto seen = on.refused(on.options().credentials(given));
        CHECK(says(seen, why));
        CHECK(!says(seen, "s3cret"));
        CHECK(on.server.accepted() == 0);
    };
    for (const std::string& value : {std::string("s3cret\r\nX-Injected: 1"), std::string("s3cret\n"),
                                     std::string("s3cret\r"), std::string("s3cret\0", 7), std::string("s3cret\x7f")})
        check("X-Own", value, "X-Own");
    for (const std::string name : {"Host", "content-length", "Transfer-Encoding", "Connection", "Accept-Encoding"})
        check(name, "s3cret", name);
    for (const std::string name : {"", "X Own", "X-Own:", "X-Own\r\nX-Injected"}) check(name, "s3cret", "not valid");
}
