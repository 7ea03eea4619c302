// Statuses: what is followed, what is asked again and when, and what is final. cases.md lists all cases.
#include "http_support.hpp"

using namespace corogql;
using namespace corogql::test;

namespace {

constexpr const char* html = "text/html";

simulated_reply bare_page(unsigned status, headers fields = {}) {
    return reply(status, html, "<html>" + std::to_string(status) + "</html>", std::move(fields));
}

/// One request, whatever it was, and the server's own words kept.
error check_final_status(unsigned status, headers fields = {}, error_kind kind = error_kind::http) {
    CAPTURE(status);
    http_scene on({bare_page(status, std::move(fields))});
    const auto seen = on.refused();
    check_http(seen, kind, status);
    CHECK(seen.attempts() == 1);
    CHECK(seen.body_excerpt() == "<html>" + std::to_string(status) + "</html>");
    CHECK(has_field(seen.headers(), "Content-Type", html));
    CHECK(on.requests.size() == 1);
    return seen;
}

/// Asked again after a wait: queries, and mutations.
void check_refused(const simulated_reply& first, unsigned connections = 1) {
    CAPTURE(first.status);
    for (const auto& operation : {query, mutation}) {
        http_scene on({first, good()});
        const auto answer = on.ask(operation);
        CHECK(answer.ok());
        CHECK(answer.attempts() == 2);
        CHECK(on.requests[0].body == on.requests[1].body);
        CHECK(on.server.accepted() == connections);

        http_scene once({first});
        const auto seen = once.refused(once.once(), operation);
        check_http(seen, error_kind::http, first.status);
        CHECK(!seen.possibly_executed());
    }
}

/// Asked again for queries; a mutation may have run.
void check_ambiguous(const simulated_reply& first) {
    CAPTURE(first.status);
    http_scene on({first, good()});
    CHECK(on.ask().attempts() == 2);

    http_scene once({first, good()});
    const auto seen = once.refused(mutation);
    check_http(seen, error_kind::http, first.status);
    CHECK(seen.possibly_executed());
    CHECK(once.requests.size() == 1);

    http_scene twice({first, good()});
    CHECK(twice.ask(request(mutation).idempotent(true)).attempts() == 2);

    http_scene hopeless({first});
    CHECK(hopeless.refused().attempts() == 5);
    CHECK(hopeless.requests.size() == 5);
}

constexpr const char* both_types = "application/graphql-response+json, application/json;q=0.9";

/// Answers as a server that knows only application/json.
void only_json(http_scene& on) {
    on.server.on_request([&on](const auto& asked) {
        on.requests.push_back(asked);
        return field_of(asked, "Accept") == json_type ? reply(200, json_type, one_text) : bare_page(406);
    });
}

} // namespace

TEST_CASE("H25: 301, 302 and 303 are not followed; the error names the target") {
    for (const unsigned status : {301u, 302u, 303u, 300u, 304u}) {
        if (status == 304) { // has no body
            http_scene on({raw("HTTP/1.1 304 Not Modified\r\nLocation: /other\r\n\r\n")});
            check_http(on.refused(), error_kind::http, 304);
            continue;
        }
        const auto seen = check_final_status(status, {{"Location", "http://user:secret@elsewhere/graphql"}});
        CHECK(says(seen, "http://elsewhere/graphql"));
        CHECK(!says(seen, "secret"));
    }
}

TEST_CASE("H26: 307 and 308 within the origin are followed, with method and body, five times at most") {
    for (const unsigned status : {307u, 308u})
        for (const std::string target :
             {"/moved?x=1", "http://server/moved?x=1", "moved?x=1", "//server:80/moved?x=1"}) {
            CAPTURE(target);
            http_scene on({bare_page(status, {{"Location", target}}), good()});
            const auto answer = on.ask(mutation);
            CHECK(answer.attempts() == 1);
            REQUIRE(on.requests.size() == 2);
            CHECK(on.requests[1].method == "POST");
            CHECK(on.requests[1].target == "/moved?x=1");
            CHECK(on.requests[1].body == on.requests[0].body);
            CHECK(on.world.now() < 100ms); // no retry, so no wait
        }
    auto around = bare_page(307, {{"Location", "/graphql"}});
    http_scene five({around, around, around, around, around, good()});
    CHECK(five.ask().ok());
    http_scene six({around, around, around, around, around, around, good()});
    check_http(six.refused(), error_kind::http, 307);
    CHECK(six.requests.size() == 6);
}

TEST_CASE("H26: to another origin they are not: the error names the target, and nothing goes there") {
    for (const std::string target :
         {"http://elsewhere/graphql", "https://server/graphql", "http://server:81/graphql", "//elsewhere/graphql"}) {
        http_scene on;
        testing::simulated_server other(on.world, "elsewhere");
        on.answers({bare_page(307, {{"Location", target}})});
        const auto seen = on.refused(on.options().header("Authorization", "secret"));
        check_http(seen, error_kind::http, 307);
        CHECK(says(seen, target));
        CHECK(on.requests.size() == 1);
        CHECK(other.accepted() == 0);
    }
    check_final_status(307, {});
    check_final_status(308, {{"Location", "http://[broken"}});
}

TEST_CASE("H27: a 401 is answered with fresh credentials once, for mutations too; the second one is final") {
    for (const auto& operation : {query, mutation}) {
        std::vector<bool> asked;
        http_scene on({bare_page(401), good()});
        const auto answer = on.ask(on.once().credentials(tokens(asked)), operation);
        CHECK(answer.ok());
        CHECK(asked == std::vector<bool>{false, true});
        REQUIRE(on.requests.size() == 2);
        CHECK(field_of(on.requests[1], "Authorization") == "token 2");
        CHECK(on.requests[1].body == on.requests[0].body);

        asked.clear();
        http_scene twice({bare_page(401), bare_page(401), good()});
        const auto seen = twice.refused(twice.options().credentials(tokens(asked)), operation);
        check_http(seen, error_kind::credentials, 401);
        CHECK(!seen.possibly_executed());
        CHECK(twice.requests.size() == 2);
    }
    check_final_status(401, {}, error_kind::credentials);
}

TEST_CASE("H28: a 403 is taken like a 401: refused credentials, refreshed once where there is a provider") {
    std::vector<bool> asked;
    http_scene on({reply(403, json_type, errors_text)});
    const auto seen = on.refused(on.options().credentials(tokens(asked)));
    check_http(seen, error_kind::credentials, 403);
    CHECK(seen.errors().front().code() == "BAD");
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(on.requests.size() == 2);
    check_final_status(403, {}, error_kind::credentials);
}

TEST_CASE("H29: 404 and 405 are final; a 405 says what the server allows") {
    check_final_status(404);
    CHECK(says(check_final_status(405, {{"Allow", "GET, HEAD"}}), "GET, HEAD"));
    http_scene on({reply(404, json_type, R"({"message":"no route"})")});
    check_http(on.refused(), error_kind::http, 404);
}

// GraphQL over HTTP has a server that sends a 406 stop there, so nothing was executed and a mutation is as good as a
// query.
TEST_CASE("H30: after a 406 any operation is sent again, once and at once, for application/json alone from then on") {
    for (const auto& operation : {query, mutation}) {
        http_scene on;
        only_json(on);
        client api = on.connect(on.once());
        CHECK(on.ask(api, operation).attempts() == 1);
        REQUIRE(on.requests.size() == 2);
        CHECK(field_of(on.requests[0], "Accept") == both_types);
        CHECK(on.requests[1].body == on.requests[0].body);
        CHECK(on.world.now() < 100ms);
        CHECK(on.ask(api).ok());
        request traced = query;
        CHECK(on.ask(api, traced.header("X-Own", "field")).ok());
        CHECK(on.requests.size() == 4);
        CHECK(field_of(on.requests[3], "Content-Type") == json_type);
    }
}

TEST_CASE("H30: a second 406 is final and nothing is remembered; an Accept of the caller's own is left alone") {
    http_scene on({bare_page(406)});
    client api = on.connect();
    const auto seen = on.refused(api, mutation);
    check_http(seen, error_kind::http, 406);
    CHECK(!seen.possibly_executed());
    CHECK(seen.attempts() == 1);
    CHECK(on.requests.size() == 2);
    on.refused(api);
    REQUIRE(on.requests.size() == 4);
    CHECK(field_of(on.requests[2], "Accept") == both_types);

    http_scene own({bare_page(406)});
    check_http(own.refused(own.options().header("accept", "application/graphql+json")), error_kind::http, 406);
    CHECK(own.requests.size() == 1);
}

TEST_CASE("H30: a 406 that brings data is no refusal: what was executed is not sent again") {
    for (const auto& operation : {query, mutation})
        for (const char* type : {graphql_type, json_type}) {
            http_scene on({reply(406, type, both_text)});
            const auto answer = on.ask(operation);
            CHECK(answer.http_status() == 406);
            CHECK(answer.has_data());
            CHECK(on.requests.size() == 1);
            http_scene refuses({reply(406, type, errors_text), good()});
            CHECK(refuses.ask(operation).ok());
        }
}

TEST_CASE("H31: 413, 414 and 431 are final") {
    for (const unsigned status : {413u, 414u, 431u}) check_final_status(status);
}

TEST_CASE("H32: a 415 is final and names the media type that was sent") {
    CHECK(says(check_final_status(415), "application/json"));
}

TEST_CASE("H33: after a 408 any operation is sent again") { check_refused(bare_page(408)); }

TEST_CASE("H34: after a 421 any operation is sent again, on another connection") { check_refused(bare_page(421), 2); }

TEST_CASE("H35: after a 425 any operation is sent again") { check_refused(bare_page(425)); }

TEST_CASE("H36: after a 429 any operation is sent again, not before its Retry-After") {
    check_refused(bare_page(429));
    const auto waited = [](const std::string& value) {
        CAPTURE(value);
        http_scene on({bare_page(429, {{"Retry-After", value}}), good()});
        CHECK(on.ask(on.options(), mutation).attempts() == 2);
        return on.world.now();
    };
    CHECK(waited("20") >= 20s);
    CHECK(waited("20") < 21s);
    CHECK(waited("300") >= 300s);
    CHECK(waited("Thu, 01 Jan 2026 00:00:30 GMT") >= 29s); // a simulation begins on that day
    CHECK(waited("Thu, 01 Jan 2026 00:00:30 GMT") < 31s);
    CHECK(waited("Thursday, 01-Jan-26 00:00:30 GMT") >= 29s);
    CHECK(waited("19.5") >= 20s); // a part of a second is rounded up
    CHECK(waited("19.5") < 21s);
    CHECK(waited("2.0") >= 2s);
    CHECK(waited("2.0") < 3s);
    for (const std::string value : {"0", "Wed, 31 Dec 2025 00:00:00 GMT", "-5", "soon", "", "1.5.", "20 s"})
        CHECK(waited(value) < 1100ms); // the first of our own waits
}

TEST_CASE("H36: a server that asks for more patience than there is has given its last answer") {
    for (const std::string value : {"301", "99999999999999999999", "Fri, 01 Jan 2027 00:00:00 GMT"}) {
        http_scene on({bare_page(429, {{"Retry-After", value}})});
        const auto seen = on.refused();
        check_http(seen, error_kind::http, 429);
        CHECK(seen.retry_after() > 300s);
        CHECK(on.requests.size() == 1);
    }
    http_scene late({bare_page(429, {{"Retry-After", "20"}})});
    const auto seen = late.refused(request(query).timeout(10s));
    check_http(seen, error_kind::http, 429);
    CHECK(late.world.now() < 1s);
}

TEST_CASE("H36: errors under 429, or under 503 with Retry-After, wait like any other; the last ones are the answer") {
    for (const unsigned status : {429u, 503u}) {
        const auto busy = reply(status, graphql_type, errors_text, {{"Retry-After", "20"}});
        http_scene on({busy, good()});
        CHECK(on.ask(mutation).attempts() == 2);
        CHECK(on.world.now() >= 20s);
        http_scene always({busy});
        const auto answer = always.ask(mutation);
        CHECK(answer.attempts() == 5);
        CHECK(answer.http_status() == status);
        CHECK(answer.errors().size() == 1);
    }
}

TEST_CASE("H37: after a 500 that is no GraphQL answer a query is sent again, a mutation may have run") {
    check_ambiguous(bare_page(500));
    http_scene waits({bare_page(500)});
    waits.refused();
    CHECK(waits.world.now() > 100ms);
    CHECK(waits.world.now() < 15s + 100ms); // at most 1 + 2 + 4 + 8
}

TEST_CASE("H38: so after a 502 and a 504") {
    check_ambiguous(bare_page(502));
    check_ambiguous(bare_page(504));
    check_ambiguous(reply(502, json_type, R"({"message":"upstream"})"));
}

TEST_CASE("H39: a 503 with Retry-After ran nothing; without one it may have") {
    check_refused(bare_page(503, {{"Retry-After", "1"}}));
    check_ambiguous(bare_page(503));
    check_ambiguous(bare_page(503, {{"Retry-After", "soon"}}));
}

TEST_CASE("H41: other statuses are HTTP failures") {
    for (const unsigned status : {402u, 409u, 410u, 418u, 426u, 451u, 501u, 505u, 511u, 599u, 600u, 999u})
        check_final_status(status);
}

TEST_CASE("H41: what is no status breaks the protocol") {
    for (const std::string line : {"HTTP/1.1 099 x", "HTTP/1.1 1000 x", "HTTP/1.1 20 x", "HTTP/1.1 abc x",
                                   "HTTP/1.1 -20", "HTTP/1.1", "HTTP/2 200 OK", "ICY 200 OK", "", "<html>"}) {
        CAPTURE(line);
        http_scene on({raw(line + "\r\nContent-Length: 0\r\n\r\n", simulated_ending::drop)});
        check_error(on.refused(on.once()), error_kind::protocol, error_phase::receive);
    }
    http_scene switched({raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n")});
    const auto seen = switched.refused(switched.once());
    check_http(seen, error_kind::http, 101);
}
