// What was seen from outside over HTTP. findings.md lists all findings.
#include "compressed_responses.hpp"
#include "http_support.hpp"

#include <corogql/upload.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>

using namespace corogql;
using namespace corogql::test;

namespace {

constexpr const char* basic_of_http = "Basic aHR0cDpzZWNyZXQ=";       // http:secret
constexpr const char* basic_of_socket = "Basic c29ja2V0OnNlY3JldA=="; // socket:secret

std::string authorization_in(const headers& fields) {
    for (const auto& [name, value] : fields)
        if (name == "Authorization") return value;
    return "none";
}

/// What a query and the upgrade of a subscription carry, by host.
std::map<std::string, std::string> sent_authorizations(const std::string& url, const std::string& websocket_url) {
    http_scene on({good()});
    testing::simulated_server other(on.world, "other");
    std::map<std::string, std::string> seen;
    on.server.on_upgrade([&](auto& asked) { seen["upgrade at server"] = authorization_in(asked.headers); });
    other.on_upgrade([&](auto& asked) { seen["upgrade at other"] = authorization_in(asked.headers); });
    client api = on.connect(client_options(url).websocket_url(websocket_url).timeout(0s));
    CHECK(on.ask(api).ok());
    seen["query"] = field_of(on.requests.at(0), "Authorization");
    auto stream = counts(api);
    on.world.run_for(1s);
    return seen;
}

using sent = std::map<std::string, std::string>;

} // namespace

TEST_CASE("FH4: the user information of a URL goes to its own origin, and nowhere else") {
    CHECK(sent_authorizations("http://http:secret@server/graphql", "ws://other/graphql") ==
          sent{{"query", basic_of_http}, {"upgrade at other", "none"}});
    CHECK(sent_authorizations("http://server/graphql", "ws://socket:secret@other/graphql") ==
          sent{{"query", "none"}, {"upgrade at other", basic_of_socket}});
    CHECK(sent_authorizations("http://http:secret@server/graphql", "ws://socket:secret@other/graphql") ==
          sent{{"query", basic_of_http}, {"upgrade at other", basic_of_socket}});
    // One origin under two URLs.
    CHECK(sent_authorizations("http://http:secret@server/graphql", "ws://server/events") ==
          sent{{"query", basic_of_http}, {"upgrade at server", basic_of_http}});
    CHECK(sent_authorizations("http://http:secret@server/graphql", "") ==
          sent{{"query", basic_of_http}, {"upgrade at server", basic_of_http}});
    CHECK(sent_authorizations("http://http:secret@server/graphql", "ws://socket:secret@server/events") ==
          sent{{"query", basic_of_http}, {"upgrade at server", basic_of_socket}});
    CHECK(sent_authorizations("http://http:secret@server/graphql", "ws://server:81/events") ==
          sent{{"query", basic_of_http}});
}

namespace {

constexpr std::size_t read_at_once = 16 * 1024;
const std::string planted =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{\"data\":{\"a\":\"planted\"}}";

/// An answer of just so many bytes, head and all.
std::string response_of_size(std::size_t size) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    const std::string begin = R"({"data":{"a":")", end = R"("}})";
    const std::size_t body = size - head.size() - 5 - 4;
    REQUIRE(std::to_string(body).size() == 5);
    return head + std::to_string(body) + "\r\n\r\n" + begin + std::string(body - begin.size() - end.size(), 'x') + end;
}

} // namespace

TEST_CASE("FH5: bytes behind an answer that fills a read are nobody's, however soon the next query comes") {
    for (const std::size_t size : {read_at_once, 2 * read_at_once, read_at_once - 1, read_at_once + 1}) {
        CAPTURE(size);
        http_scene on({raw(response_of_size(size) + planted), good()});
        client api = on.connect();
        CHECK(on.ask(api).ok());
        CHECK(on.ask(api).data_as<int>("a") == 1);
        CHECK(on.requests.size() == 2);
        CHECK(on.server.accepted() == 2);
    }
    // Nothing is wrong with one that only fills it.
    http_scene on({raw(response_of_size(read_at_once)), good()});
    client api = on.connect();
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api).ok());
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("FH5: a body behind an answer that has none is not the next query's answer") {
    for (const std::string head : {"HTTP/1.1 204 No Content\r\nContent-Length: 26\r\n\r\n",
                                   "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n"}) {
        CAPTURE(head);
        auto late = raw(head + planted);
        late.piece = head.size();
        late.pause = 100us;
        http_scene on({late, good()});
        client api = on.connect();
        on.refused(api);
        CHECK(on.ask(api).data_as<int>("a") == 1);
        CHECK(on.server.accepted() == 2);
    }
}

TEST_CASE("FH5: a connection goes back to the pool only when its answer is whole") {
    auto slow = good();
    slow.body = R"({"data":{"a":"of another"}})";
    slow.delay = 1s;
    http_scene on({slow, good()});
    client api = on.connect(on.options().http(http_options().max_connections(1)));
    on.refused(api, request(query).timeout(500ms)); // left at its deadline
    CHECK(on.ask(api).data_as<int>("a") == 1);
    CHECK(on.server.accepted() == 2);
}

namespace {

constexpr const char* zstd = "zstd";

simulated_reply coded(unsigned status, std::string coding, std::string body, headers fields = {}) {
    fields.emplace_back("Content-Encoding", std::move(coding));
    return reply(status, "text/html", std::move(body), std::move(fields));
}

} // namespace

TEST_CASE("FH6: the status of a failure counts, whatever its body is coded with") {
    const std::vector<std::pair<std::string, std::string>> bodies{
        {"gzip", ""},         {"br", ""},          {zstd, ""},
        {zstd, "(\xB5/\xFD"}, {"gzip", "no gzip"}, {"gzip", gzip_response.substr(0, 9)}};
    for (const auto& [coding, body] : bodies) {
        CAPTURE(coding);
        CAPTURE(body);
        for (const auto& operation : {query, mutation}) {
            http_scene on({coded(503, coding, body, {{"Retry-After", "20"}}), coded(429, coding, body), good()});
            CHECK(on.ask(operation).attempts() == 3);
            CHECK(on.world.now() > 20s);
        }
        http_scene broken({coded(500, coding, body), coded(502, coding, body), good()});
        CHECK(broken.ask().attempts() == 3);

        std::vector<bool> asked;
        http_scene refused({coded(401, coding, body), good()});
        CHECK(refused.ask(refused.once().credentials(tokens(asked))).ok());
        CHECK(asked == std::vector<bool>{false, true});

        http_scene moved({coded(307, coding, body, {{"Location", "/there"}}), good()});
        CHECK(moved.ask(mutation).ok());
        CHECK(moved.requests.at(1).target == "/there");

        http_scene final({coded(404, coding, body)});
        const auto seen = final.refused();
        check_http(seen, error_kind::http, 404);
        CHECK(seen.body_excerpt().empty());
    }
}

TEST_CASE("FH6: an empty body is no bad data under a success either") {
    for (const std::string coding : {"gzip", "br", zstd, "deflate, gzip"}) {
        CAPTURE(coding);
        http_scene on({raw("HTTP/1.1 204 No Content\r\nContent-Encoding: " + coding + "\r\n\r\n")});
        const auto seen = on.refused();
        check_http(seen, error_kind::http, 204);
        CHECK(says(seen, "no response body"));
        http_scene empty({coded(200, coding, "")});
        CHECK(says(empty.refused(), "no response body"));
    }
}

TEST_CASE("FH6: nor does it matter how long the body of a failure is") {
    const auto small = [](const http_scene& on) { return on.options().max_message_size(100); };
    for (const auto& busy : {reply(503, "text/html", std::string(1000, 'x'), {{"Retry-After", "20"}}),
                             coded(503, "gzip", long_gzip_response, {{"Retry-After", "20"}})}) {
        http_scene on({busy, good()});
        CHECK(on.ask(small(on), mutation).attempts() == 2);
        CHECK(on.world.now() > 20s);
    }
    http_scene on({reply(404, "text/html", std::string(100'000, 'x'))});
    check_http(on.refused(small(on)), error_kind::http, 404);
    std::vector<bool> asked;
    http_scene refused({reply(401, "text/html", std::string(1000, 'x')), good()});
    CHECK(refused.ask(small(refused).credentials(tokens(asked))).ok());
}

TEST_CASE("FH6: the same over a websocket's upgrade and an event stream") {
    scene on;
    int upgrades = 0;
    on.server.on_upgrade([&](auto& asked) {
        if (++upgrades > 1) return;
        asked.status = 503;
        asked.answer_headers = {{"Content-Encoding", "gzip"}, {"Retry-After", "20"}};
    });
    on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(7)); });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 7);
    CHECK(on.world.now() > 20s);

    scene refusing;
    refusing.server.on_upgrade([&](auto& asked) {
        asked.status = 400;
        asked.answer_headers = {{"Content-Encoding", "gzip"}, {"Content-Type", "text/plain"}};
        asked.body = gzip_response;
    });
    client refused = refusing.connect();
    auto none = counts(refused);
    const auto seen = refusing.failure(none);
    CHECK(seen.http_status() == 400u);
    CHECK(seen.body_excerpt() == plain_response);

    for (const std::string& body : {std::string(), gzip_response}) {
        scene streamed;
        int asked = 0;
        streamed.server.on_stream([&](auto link, const auto&) {
            if (++asked == 1)
                return link.send_bytes(
                    "HTTP/1.1 429 x\r\nContent-Encoding: gzip\r\nRetry-After: 20\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
            link.begin_stream("text/event-stream");
            link.send_chunk("event: next\ndata: {\"data\":{\"count\":7}}\n\n");
        });
        client over = streamed.connect(streamed.options().subscriptions_over(subscription_transport::sse));
        auto events = counts(over);
        CHECK(streamed.next(events) == 7);
        CHECK(streamed.world.now() > 20s);
    }
}

TEST_CASE("FH7: a connection that ends behind an interim answer is lost: nothing of the answer had come") {
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    for (const auto how : {simulated_ending::drop, simulated_ending::reset}) {
        auto cut = raw(interim, how);
        if (how == simulated_ending::reset) cut.piece = 0;
        http_scene on({cut});
        const auto seen = on.refused(mutation);
        check_error(seen, error_kind::lost, error_phase::receive);
        CHECK(seen.possibly_executed());
        CHECK(!seen.http_status());
        http_scene again({cut, good()});
        CHECK(again.ask().attempts() == 2);
    }
    // Behind the first byte of the answer itself it is cut off.
    http_scene begun({raw(interim + "H", simulated_ending::drop)});
    check_error(begun.refused(begun.once()), error_kind::protocol, error_phase::receive);
}

TEST_CASE("FH7: a file that shrinks while it is sent says so, whatever of an answer has come") {
    std::string folder = (std::filesystem::temp_directory_path() / "corogql-findings-XXXXXX").string();
    REQUIRE(::mkdtemp(folder.data()) != nullptr);
    const auto path = folder + "/changing";
    for (const std::string early :
         {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/j"}) {
        std::ofstream(path, std::ios::binary) << std::string(3'000'000, 'x');
        http_scene on({good()});
        on.server.on_request_head([&](auto link, const auto&) { link.send_bytes(early); });
        auto asked = request("mutation($f: Upload) { add(f: $f) }").attach("f", upload::file(path));
        asked.on_progress([&](std::uint64_t, std::uint64_t) {
            if (on.world.now() > 10ms) std::filesystem::resize_file(path, 1'000'000);
        });
        const auto seen = on.refused(std::move(asked));
        check_error(seen, error_kind::usage, error_phase::send);
        CHECK(says(seen, "became shorter"));
        CHECK(on.requests.empty());
    }
    std::filesystem::remove_all(folder);
}

namespace {

simulated_reply moved(unsigned status, std::string target) {
    return reply(status, "text/plain", "", {{"Location", std::move(target)}});
}

std::vector<std::string> targets(const http_scene& on) {
    std::vector<std::string> all;
    for (const auto& asked : on.requests) all.push_back(asked.target);
    return all;
}

} // namespace

TEST_CASE("FH10: a relative redirect begins at the URL that answered") {
    http_scene on({moved(307, "v2/"), moved(307, "api/query"), moved(308, "?x=1"), moved(307, "../up"), good()});
    CHECK(on.ask().ok());
    CHECK(targets(on) == std::vector<std::string>{"/graphql", "/v2/", "/v2/api/query", "/v2/api/query?x=1", "/v2/up"});
}

TEST_CASE("FH10: a 307 is for its attempt alone, a 308 for all that follow") {
    const auto busy = reply(503, "text/plain", "busy");
    http_scene on({moved(307, "/there"), busy, moved(307, "/elsewhere"), good()});
    CHECK(on.ask().attempts() == 2);
    CHECK(targets(on) == std::vector<std::string>{"/graphql", "/there", "/graphql", "/elsewhere"});

    http_scene for_good({moved(308, "/there"), busy, good()});
    CHECK(for_good.ask().attempts() == 2);
    CHECK(targets(for_good) == std::vector<std::string>{"/graphql", "/there", "/there"});

    http_scene both({moved(308, "/a"), moved(307, "/b"), moved(308, "/c"), busy, good()});
    CHECK(both.ask().attempts() == 2);
    CHECK(targets(both) == std::vector<std::string>{"/graphql", "/a", "/b", "/c", "/a"});
}

TEST_CASE("FH10: so it is for a stream that connects again") {
    for (const std::string status : {"307", "308"}) {
        scene on;
        std::vector<std::string> asked;
        on.server.on_stream([&](auto link, const auto& request) {
            asked.push_back(request.target);
            const auto redirect = [&](const char* target) {
                link.send_bytes("HTTP/1.1 " + status + " x\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n");
            };
            if (request.target == "/graphql") return redirect("v2/a");
            if (request.target == "/v2/a") return redirect("b");
            link.begin_stream("text/event-stream");
            link.send_chunk("event: next\ndata: {\"data\":{\"count\":" + std::to_string(asked.size()) + "}}\n\n");
            if (asked.size() == 3) link.drop();
        });
        client api = on.connect(on.options().subscriptions_over(subscription_transport::sse));
        auto stream = counts(api);
        CHECK(on.next(stream) == 3);
        CHECK(on.next(stream) == (status == "307" ? 6 : 4));
        if (status == "307")
            CHECK(asked == std::vector<std::string>{"/graphql", "/v2/a", "/v2/b", "/graphql", "/v2/a", "/v2/b"});
        else
            CHECK(asked == std::vector<std::string>{"/graphql", "/v2/a", "/v2/b", "/v2/b"});
    }
}

TEST_CASE("FH10: redirects are counted in a row, not over all the connections of a stream") {
    scene on;
    int asked = 0;
    on.server.on_stream([&](auto link, const auto& request) {
        ++asked;
        if (request.target == "/graphql")
            return link.send_bytes("HTTP/1.1 307 x\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
        if (asked < 40) return link.send_bytes("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n");
        link.begin_stream("text/event-stream");
        link.send_chunk("event: next\ndata: {\"data\":{\"count\":40}}\n\n");
    });
    client api = on.connect(on.options().subscriptions_over(subscription_transport::sse));
    auto stream = counts(api);
    CHECK(on.next(stream) == 40);
}

TEST_CASE("FH10: behind a stream that began as many redirects in a row are followed as at first") {
    // Whether two events come where the stream begins behind so many redirects, ends, and begins behind others.
    const auto comes = [](int first, int later) {
        scene on;
        int left = first, event = 0;
        on.server.on_stream([&](auto link, const auto&) {
            if (left-- > 0)
                return link.send_bytes("HTTP/1.1 308 x\r\nLocation: /" + std::to_string(left) +
                                       "\r\nContent-Length: 0\r\n\r\n");
            left = later;
            link.begin_stream("text/event-stream");
            link.send_chunk("event: next\ndata: {\"data\":{\"count\":" + std::to_string(++event) + "}}\n\n");
            link.drop();
        });
        client api = on.connect(on.options().subscriptions_over(subscription_transport::sse));
        auto stream = counts(api);
        try {
            return on.next(stream) == 1 && on.next(stream) == 2;
        } catch (const error& refused) {
            CHECK(says(refused, "redirect"));
            return false;
        }
    };
    int most = 0;
    while (most < 100 && comes(most + 1, 0)) ++most;
    CHECK(most > 1);
    CHECK(comes(0, most));
    CHECK(comes(most, most));
    CHECK_FALSE(comes(0, most + 1));
}

TEST_CASE("FH14: what is no HTTP is not asked for again; an answer that was cut off is") {
    for (const std::string garbage : {"SSH-2.0-OpenSSH_9.2p1\r\n", "HTTP/2 200 OK\r\n\r\n", "<html></html>",
                                      "\x15\x03\x01\x00\x02\x02\x28", "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                                      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"}) {
        CAPTURE(garbage);
        http_scene on({raw(garbage, simulated_ending::drop)});
        const auto seen = on.refused();
        check_error(seen, error_kind::protocol, error_phase::receive);
        CHECK(!seen.truncated());
        CHECK(seen.attempts() == 1);
        CHECK(on.requests.size() == 1);
    }
    for (const std::string cut :
         {"HTTP/1.", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"}) {
        CAPTURE(cut);
        http_scene on({raw(cut, simulated_ending::drop)});
        const auto seen = on.refused();
        check_error(seen, error_kind::protocol, error_phase::receive);
        CHECK(seen.truncated());
        CHECK(seen.attempts() == 5);
    }
}

namespace {

error refused_options(const client_options& options) {
    testing::simulation world;
    return caught([&] { client api(world.executor(), options); });
}

} // namespace

TEST_CASE("FH14: numbers that cannot work are usage errors that name the option") {
    const client_options base("http://server/graphql");
    const auto with = [&](auto change) {
        auto options = base;
        change(options);
        return options;
    };
    const auto http = [&](http_options options) { return client_options(base).http(options); };
    const auto socket = [&](websocket_options options) { return client_options(base).websocket(options); };
    const auto retry = [&](retry_options options) { return client_options(base).retry(options); };
    const std::vector<std::pair<std::string, client_options>> wrong{
        {"http max_connections", http(http_options().max_connections(0))},
        {"http max_header_size", http(http_options().max_header_size(0))},
        {"http batch", http(http_options().batch(1ms, 0))},
        {"http batch", http(http_options().batch(-1ms))},
        {"http idle_timeout", http(http_options().idle_timeout(-1s))},
        {"timeout", with([](auto& o) { o.timeout(-1s); })},
        {"connect_timeout", with([](auto& o) { o.connect_timeout(-1s); })},
        {"attempt_timeout", with([](auto& o) { o.attempt_timeout(-1ns); })},
        {"address_head_start", with([](auto& o) { o.address_head_start(-1s); })},
        {"max_message_size", with([](auto& o) { o.max_message_size(0); })},
        {"max_depth", with([](auto& o) { o.max_depth(0); })},
        {"retry retries", retry(retry_options().retries(-2))},
        {"retry initial", retry(retry_options().initial(-1s))},
        {"retry max", retry(retry_options().max(-1s))},
        {"retry retry_after_max", retry(retry_options().retry_after_max(-1s))},
        {"retry budget", retry(retry_options().budget(0.2, -1))},
        {"retry budget", retry(retry_options().budget(0, -1))},
        {"websocket ack_timeout", socket(websocket_options().ack_timeout(-1s))},
        {"websocket ping_interval", socket(websocket_options().ping_interval(-1s))},
        {"websocket pong_timeout", socket(websocket_options().pong_timeout(-1s))},
        {"websocket keep_alive_timeout", socket(websocket_options().keep_alive_timeout(-1s))},
        {"websocket write_timeout", socket(websocket_options().write_timeout(-1s))},
        {"websocket idle_timeout", socket(websocket_options().idle_timeout(-1s))},
        {"websocket close_timeout", socket(websocket_options().close_timeout(-1s))},
        {"silence_timeout", with([](auto& o) { o.silence_timeout(-1s); })},
        {"reconnect initial", with([](auto& o) { o.reconnect(backoff_options().initial(-1s)); })}};
    for (const auto& [name, options] : wrong) {
        CAPTURE(name);
        const auto seen = refused_options(options);
        CHECK(seen.kind() == error_kind::usage);
        CHECK(says(seen, "option " + name + " is "));
    }
    http_scene on({good()});
    client api = on.connect();
    CHECK(on.refused(api, request(query).timeout(-1s)).kind() == error_kind::usage);
    client batching = on.connect(on.options().http(http_options().batch(1ms)));
    CHECK(on.refused(batching, request(query).timeout(-1s)).kind() == error_kind::usage);
    client socketed = on.connect(on.options().operations_over_websocket(true));
    CHECK(on.refused(socketed, request(query).timeout(-1s)).kind() == error_kind::usage);
    CHECK(on.requests.empty());
    for (const auto& options : {subscribe_options().buffer(0), subscribe_options().stall_timeout(-1s),
                                subscribe_options().first_event_timeout(-1s)})
        CHECK(caught([&] { counts(api, options); }).kind() == error_kind::usage);
    CHECK(caught([&] { api.subscribe(request("subscription { a }").timeout(-1s)); }).kind() == error_kind::usage);
    // These can.
    CHECK(on.ask(on.options().http(http_options().max_waiting(0).idle_timeout(0s).max_get_size(0))).ok());
    CHECK(on.ask(on.options().retry(retry_options().retries(-1).initial(0s).max(0s).budget(-1, -1))).ok());
}

TEST_CASE("FH19: a rate limit of status 403 is waited for; it is no refusal of credentials") {
    const std::vector<std::pair<headers, std::chrono::seconds>> limits{
        {{{"Retry-After", "20"}}, 20s},
        {{{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1767225630"}}, 30s}, // the world begins at 1767225600
        {{{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "20"}}, 20s},
        {{{"x-ratelimit-remaining", "0"},
          {"x-ratelimit-reset", "1700000030"},
          {"Date", "Tue, 14 Nov 2023 22:13:20 GMT"}},
         30s}, // by the server's clock
        {{{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1767225630"}, {"Retry-After", "40"}}, 40s},
        {{{"x-ratelimit-remaining", "0"}}, 0s}};
    for (const auto& [fields, wait] : limits) {
        CAPTURE(wait.count());
        for (const auto& operation : {query, mutation})
            for (const unsigned status : {403u, 429u}) {
                std::vector<bool> asked;
                http_scene on({reply(status, json_type, R"({"message":"slow down"})", fields), good()});
                CHECK(on.ask(on.options().credentials(tokens(asked)), operation).attempts() == 2);
                CHECK(on.world.now() >= wait);
                CHECK(on.world.now() < wait + 1500ms);
                CHECK(asked == std::vector<bool>{false, false});
            }
        http_scene once({reply(403, json_type, R"({"message":"slow down"})", fields)});
        const auto seen = once.refused(once.once(), mutation);
        check_http(seen, error_kind::http, 403);
        CHECK(says(seen, "rate limit"));
        CHECK(!seen.possibly_executed());
        CHECK(seen.retry_after().value_or(0s) == wait);
        CHECK(seen.body_excerpt() == R"({"message":"slow down"})");
    }
    // Some are left: it is about something else.
    http_scene on(
        {reply(403, json_type, "{}", {{"x-ratelimit-remaining", "4999"}, {"x-ratelimit-reset", "1767225630"}})});
    check_http(on.refused(), error_kind::credentials, 403);
    CHECK(on.requests.size() == 1);
}

TEST_CASE("FH19: so is one that has GraphQL's own words under 403") {
    for (const char* type : {graphql_type, json_type}) {
        const auto limited = reply(403, type, errors_text, {{"Retry-After", "20"}});
        http_scene on({limited, good()});
        CHECK(on.ask(mutation).attempts() == 2);
        CHECK(on.world.now() >= 20s);
        http_scene always({limited});
        CHECK(always.ask().errors().size() == 1);
    }
}

TEST_CASE("FH19: and one that answers a websocket's upgrade or opens no stream") {
    scene on;
    int asked = 0;
    on.server.on_upgrade([&](auto& upgrade) {
        if (++asked > 1) return;
        upgrade.status = 403;
        upgrade.answer_headers = {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1767225630"}};
    });
    on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(7)); });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 7);
    CHECK(on.world.now() >= 30s);

    scene streamed;
    asked = 0;
    streamed.server.on_stream([&](auto link, const auto&) {
        if (++asked == 1) return link.send_bytes("HTTP/1.1 403 x\r\nRetry-After: 20\r\nContent-Length: 0\r\n\r\n");
        link.begin_stream("text/event-stream");
        link.send_chunk("event: next\ndata: {\"data\":{\"count\":7}}\n\n");
    });
    client over = streamed.connect(streamed.options().subscriptions_over(subscription_transport::sse));
    auto events = counts(over);
    CHECK(streamed.next(events) == 7);
    CHECK(streamed.world.now() >= 20s);
}

TEST_CASE("FH19: what a proxy of the server's says for it, from 520 to 527, may have run") {
    for (unsigned status = 520; status <= 527; ++status) {
        CAPTURE(status);
        http_scene on({reply(status, "text/html", "<html>"), good()});
        CHECK(on.ask().attempts() == 2);
        http_scene once({reply(status, "text/html", "<html>")});
        const auto seen = once.refused(mutation);
        check_http(seen, error_kind::http, status);
        CHECK(seen.possibly_executed());
        CHECK(once.requests.size() == 1);
    }
    http_scene final({reply(530, "text/html", "<html>")});
    CHECK(final.refused().attempts() == 1);
}

TEST_CASE("FH19: a connection is not used again in the last second before its server closes it") {
    const auto kept = [](std::string text) {
        return reply(200, graphql_type, one_text, {{"Keep-Alive", std::move(text)}});
    };
    const auto connections = [](const simulated_reply& answer, std::chrono::nanoseconds idle) {
        http_scene on({answer});
        client api = on.connect();
        on.ask(api);
        on.world.run_for(idle);
        CHECK(on.ask(api, mutation).ok());
        return on.server.accepted();
    };
    CHECK(connections(kept("timeout=5"), 3900ms) == 1);
    CHECK(connections(kept("timeout=5"), 4s) == 2);
    CHECK(connections(kept("timeout=5, max=100"), 4500ms) == 2);
    CHECK(connections(kept("max=100, Timeout = \"5\""), 4500ms) == 2);
    CHECK(connections(kept("timeout=1"), 1ms) == 2);
    CHECK(connections(kept("timeout=0"), 1ms) == 2);
    CHECK(connections(kept("timeout=3600"), 29s) == 1);
    CHECK(connections(kept("timeout=3600"), 31s) == 2); // our own limit is as good
    CHECK(connections(kept("soon"), 29s) == 1);
    CHECK(connections(kept("timeout=99999999999999999999"), 29s) == 1);

    // It is closed then, without being asked for.
    http_scene on({kept("timeout=5")});
    client api = on.connect();
    on.ask(api);
    on.world.run_for(3900ms);
    CHECK(on.server.connections().size() == 1);
    on.world.run_for(200ms);
    CHECK(on.server.connections().empty());
}
