// One event stream for all subscriptions: graphql-sse's single connection mode.
#include "../http/http_support.hpp"

#include <boost/json/parse.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

/// A server that reserves streams under the tokens "t-1", "t-2", … and starts every operation.
class shared_stream_scene : public scene {
public:
    shared_stream_scene() {
        server.on_request([this](const auto& asked) { return answer(asked); });
        server.on_stream([this](auto link, const auto& asked) {
            requests.push_back(asked);
            if (const auto refused = refuse(asked)) {
                link.send_bytes("HTTP/1.1 " + std::to_string(refused->status) + " x\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            stream = link;
            stream.begin_stream("text/event-stream");
            stream.send_chunk(":\n\n:\n\n");
            if (on_open) on_open();
        });
    }

    client_options options() const { return scene::options().subscriptions_over(subscription_transport::sse_single); }
    client connect_over_stream() { return connect(options()); }

    void send(const std::string& id, int value) {
        stream.send_chunk("event: next\ndata: {\"id\":\"" + id + "\",\"payload\":{\"data\":" + count_data(value) +
                          "}}\n\n");
    }
    void complete(const std::string& id) { stream.send_chunk("event: complete\ndata: {\"id\":\"" + id + "\"}\n\n"); }

    std::vector<simulated_request> of(std::string_view method) const {
        std::vector<simulated_request> found;
        for (const auto& asked : requests)
            if (asked.method == method) found.push_back(asked);
        return found;
    }
    static std::string id_of(const simulated_request& asked) {
        return std::string(json::parse(asked.body).at("extensions").at("operationId").as_string());
    }
    static std::string token_of(const simulated_request& asked) {
        return field_of(asked, "X-GraphQL-Event-Stream-Token");
    }

    std::vector<simulated_request> requests;
    simulated_connection stream; ///< the one opened last
    std::function<void()> on_open;
    std::function<void(const std::string& id)> on_start; ///< an operation, before its answer
    /// An answer in place of the usual one.
    std::function<std::optional<simulated_reply>(const simulated_request&)> refuse = [](const auto&) {
        return std::nullopt;
    };

private:
    simulated_reply answer(const simulated_request& asked) {
        requests.push_back(asked);
        if (const auto refused = refuse(asked)) return *refused;
        if (asked.method == "PUT") return reply(201, "text/plain", "t-" + std::to_string(++reserved_));
        if (asked.method == "DELETE") return reply(200, "", "");
        if (on_start) on_start(id_of(asked));
        return reply(202, "", "");
    }

    unsigned reserved_ = 0;
};

subscription counts_to(client& api, int last) {
    return api.subscribe(request("subscription($to: Int) { count(to: $to) }").variable("to", last));
}

} // namespace

TEST_CASE("S12: a stream is reserved and opened, and operations are started and stopped beside it") {
    shared_stream_scene on;
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    client api = on.connect(on.options().headers({{"X-Trace", "7"}}).timeout(20s));
    auto stream = counts_to(api, 5);
    CHECK(on.next(stream) == 1);
    stream.close();
    on.world.run_for(1s);

    REQUIRE(on.requests.size() == 4);
    const auto &put = on.requests[0], &get = on.requests[1], &post = on.requests[2], &removal = on.requests[3];
    CHECK(put.method == "PUT");
    CHECK(field_of(put, "Accept") == "text/plain");
    CHECK(on.token_of(put) == "none");
    CHECK(get.method == "GET");
    CHECK(field_of(get, "Accept") == "text/event-stream");
    CHECK(post.method == "POST");
    CHECK(field_of(post, "Accept") == "application/json");
    CHECK(field_of(post, "Content-Type") == "application/json");
    const auto id = on.id_of(post);
    CHECK(post.body == R"({"query":"subscription($to: Int) { count(to: $to) }","variables":{"to":5},)"
                       R"("extensions":{"operationId":")" +
                           id + R"("}})");
    CHECK(removal.method == "DELETE");
    CHECK(removal.target == "/graphql?operationId=" + id);
    for (const auto& each : {get, post, removal}) CHECK(on.token_of(each) == "t-1");
    for (const auto& each : on.requests) CHECK(field_of(each, "X-Trace") == "7");
}

TEST_CASE("S12: an operation that completes is not stopped, and the idle stream is left after a while") {
    shared_stream_scene on;
    on.on_start = [&](const auto& id) {
        on.send(id, 1);
        on.complete(id);
    };
    client api = on.connect_over_stream();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.ended(stream));
    CHECK(on.stream.open());
    on.world.run_for(4s);
    CHECK_FALSE(on.stream.open());
    CHECK(on.of("DELETE").empty());

    auto later = counts(api);
    CHECK(on.next(later) == 1);
    CHECK(on.token_of(on.of("POST").back()) == "t-2");
}

TEST_CASE("S12: two operations on one stream are told apart") {
    shared_stream_scene on;
    client api = on.connect_over_stream();
    auto one = counts_to(api, 1), two = counts_to(api, 2);
    REQUIRE(on.world.run_until([&] { return on.of("POST").size() == 2; }));
    const auto first = on.id_of(on.of("POST")[0]), second = on.id_of(on.of("POST")[1]);
    CHECK(on.of("POST")[0].body.find("\"to\":1") != std::string::npos);
    on.send(second, 20);
    on.send(first, 10);
    on.send("unknown", 99);
    on.complete(second);
    on.send(first, 11);
    CHECK(on.next(one) == 10);
    CHECK(on.next(two) == 20);
    CHECK(on.ended(two));
    CHECK(on.next(one) == 11);
    CHECK(on.of("GET").size() == 1);
    CHECK(on.of("PUT").size() == 1);
}

TEST_CASE("S12: many operations start in their order, a few at a time, and each gets its own events") {
    shared_stream_scene on;
    constexpr int many = 100;
    on.on_start = [&](const auto& id) {
        const auto body = json::parse(on.requests.back().body);
        on.send(id, static_cast<int>(body.at("variables").at("to").as_int64()));
    };
    client api = on.connect_over_stream();
    std::vector<subscription> all;
    for (int i = 0; i < many; ++i) all.push_back(counts_to(api, i));
    for (int i = 0; i < many; ++i) CHECK(on.next(all[static_cast<std::size_t>(i)]) == i);
    const auto started = on.of("POST");
    REQUIRE(started.size() == many);
    for (std::size_t i = 1; i < many; ++i)
        CHECK(std::stoull(on.id_of(started[i - 1])) < std::stoull(on.id_of(started[i])));
    CHECK(on.server.accepted() <= 6);
}

TEST_CASE("S12: an operation that ends before its start was answered is stopped once it is") {
    shared_stream_scene on;
    on.refuse = [](const auto& asked) -> std::optional<simulated_reply> {
        if (asked.method != "POST") return std::nullopt;
        auto late = reply(202, "", "");
        late.delay = 5s;
        return late;
    };
    client api = on.connect_over_stream();
    auto kept = counts(api);
    auto stream = counts(api);
    REQUIRE(on.world.run_until([&] { return on.of("POST").size() == 2; }));
    stream.close();
    on.world.run_for(4s);
    CHECK(on.of("DELETE").empty());
    on.world.run_for(2s);
    REQUIRE(on.of("DELETE").size() == 1);
    CHECK(on.of("DELETE").front().target == "/graphql?operationId=" + on.id_of(on.of("POST")[1]));
    CHECK(on.stream.open());
}

TEST_CASE("S12: a token that has expired is renewed once; the second time in a row is the operation's error") {
    shared_stream_scene on;
    std::size_t unknown = 1; // POSTs
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (asked.method != "POST" || unknown == 0) return std::nullopt;
        --unknown;
        return reply(404, "text/plain", "Stream not found");
    };
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    client api = on.connect_over_stream();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.of("PUT").size() == 2);
    CHECK(on.token_of(on.of("POST").back()) == "t-2");

    on.world.run_for(20s); // later it may expire again
    unknown = 1;
    auto late = counts(api);
    CHECK(on.next(late) == 1);
    CHECK(on.next(stream) == 1);
    CHECK(on.of("PUT").size() == 3);

    unknown = 1;
    auto refused = counts(api);
    const auto seen = on.failure(refused);
    CHECK(to_string(seen.kind()) == to_string(error_kind::http));
    CHECK(seen.http_status() == 404U);
    CHECK(on.of("PUT").size() == 3);
    CHECK(on.stream.open());
}

TEST_CASE("S12: so it is with a token that is not known when the stream is opened") {
    for (const auto& [times, status] : {std::pair{1U, 404U}, {1U, 400U}, {2U, 404U}}) {
        shared_stream_scene on;
        std::size_t unknown = times;
        on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
            if (asked.method != "GET" || unknown == 0) return std::nullopt;
            --unknown;
            return reply(status, "text/plain", "");
        };
        on.on_start = [&](const auto& id) { on.send(id, 1); };
        client api = on.connect_over_stream();
        auto stream = counts(api);
        if (times == 1) {
            CHECK(on.next(stream) == 1);
        } else {
            CHECK(on.failure(stream).http_status() == 404U);
            on.world.run_for(1h);
        }
        CHECK(on.of("PUT").size() == 2);
        CHECK(on.of("GET").size() == 2);
    }
}

TEST_CASE("S12: an operation that is refused fails alone, as over HTTP") {
    shared_stream_scene on;
    simulated_reply no;
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (asked.body.find("nowhere") == std::string::npos) return std::nullopt;
        return no;
    };
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    client api = on.connect_over_stream();
    auto good = counts(api);
    CHECK(on.next(good) == 1);
    const request nowhere("subscription { nowhere }");

    no = reply(400, json_type, errors_text);
    auto invalid = api.subscribe(nowhere);
    const auto errors = on.failure(invalid);
    CHECK(to_string(errors.kind()) == to_string(error_kind::graphql));
    REQUIRE(errors.errors().size() == 1);
    CHECK(errors.errors().front().message == "no");

    no = reply(403, "text/plain", "not for you");
    auto forbidden = api.subscribe(nowhere);
    CHECK(to_string(on.failure(forbidden).kind()) == to_string(error_kind::credentials));

    no = reply(500, "text/plain", "oops");
    auto broken = api.subscribe(nowhere);
    CHECK(on.failure(broken).http_status() == 500U);

    no = reply(200, json_type, R"({"data":{"count":1}})");
    auto answered = api.subscribe(nowhere);
    CHECK(to_string(on.failure(answered).kind()) == to_string(error_kind::protocol));

    on.send(on.id_of(on.of("POST").front()), 2);
    CHECK(on.next(good) == 2);
    CHECK(on.of("PUT").size() == 1);
}

TEST_CASE("S12: one that is forbidden fails alone as well where credentials can be renewed") {
    shared_stream_scene on;
    bool forbids = false;
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (!forbids || asked.method != "POST") return std::nullopt;
        return reply(403, "text/plain", "not for you");
    };
    std::vector<bool> refused;
    client api = on.connect(on.options().credentials(tokens(refused)));
    auto good = counts(api);
    CHECK(on.next(good) == 1);
    forbids = true;
    auto forbidden = counts(api);
    CHECK(to_string(on.failure(forbidden).kind()) == "credentials");
    on.send(on.id_of(on.of("POST").front()), 2);
    CHECK(on.next(good) == 2);
    CHECK(on.of("PUT").size() == 1);
    CHECK(refused == std::vector{false});
}

TEST_CASE("S12: a refused reservation is tried again or not, as any connection is; its token is never shown") {
    shared_stream_scene on;
    std::vector<std::chrono::nanoseconds> at;
    simulated_reply no = reply(503, "text/plain", "busy", {{"Retry-After", "7"}});
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (asked.method != "PUT") return std::nullopt;
        at.push_back(on.world.now());
        if (no.status == 503 && at.size() > 1) return std::nullopt;
        return no;
    };
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    {
        client api = on.connect_over_stream();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        REQUIRE(at.size() == 2);
        CHECK(at[1] - at[0] >= 7s);
    }
    const std::string secret = "secret-token";
    for (const auto& [status, type, body, kind] : {std::tuple{404U, "text/plain", "no such thing", error_kind::http},
                                                   {200U, "text/plain", "secret-token", error_kind::protocol},
                                                   {201U, "text/plain", "secret-token\r\nX: 1", error_kind::protocol},
                                                   {400U, json_type, errors_text, error_kind::graphql}}) {
        CAPTURE(status);
        no = reply(status, type, body);
        client api = on.connect_over_stream();
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        CHECK(to_string(seen.kind()) == to_string(kind));
        CHECK_FALSE(says(seen, secret));
        CHECK(seen.body_excerpt().find(secret) == std::string::npos);
    }
}

TEST_CASE("S12: the stream's loss is everybody's: all are subscribed again, in their order, and told") {
    shared_stream_scene on;
    std::string log;
    on.on_start = [&](const auto& id) { on.send(id, static_cast<int>(on.of("GET").size())); };
    client api = on.connect(on.options().log([&](auto line) { log += std::string(line) + "\n"; }));
    auto one = api.subscribe(request("subscription($to: Int) { count(to: $to) }").variable("to", 1),
                             subscribe_options().notices(true));
    auto two = counts_to(api, 2);
    CHECK(on.next(one) == 1);
    CHECK(on.next(two) == 1);
    on.stream.send_chunk("retry: 90000\nid: 5\n\n");
    on.world.run_for(1s);
    const auto lost = on.world.now();
    on.stream.drop();
    const auto notice = on.world.run(one.next(), 2h);
    REQUIRE(notice);
    REQUIRE(notice->notice());
    CHECK(notice->notice()->why == stream_notice::cause::reconnected);
    CHECK_FALSE(notice->notice()->resumed);
    CHECK(on.world.now() - lost >= 90s);
    CHECK(on.next(one) == 2);
    CHECK(on.next(two) == 2);
    CHECK(field_of(on.of("GET").back(), "Last-Event-ID") == "5");
    const auto started = on.of("POST");
    REQUIRE(started.size() == 4);
    CHECK(started[2].body.find("\"to\":1") != std::string::npos);
    CHECK(started[3].body.find("\"to\":2") != std::string::npos);
    CHECK(on.token_of(started[3]) == "t-2");
    CHECK(on.id_of(started[2]) != on.id_of(started[0]));
    CHECK(log.find("t-1") == std::string::npos);
}

TEST_CASE("S12: a server that hangs up on a start is a lost link, and what may not be sent twice ends with it") {
    shared_stream_scene on;
    bool hang_up = true;
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (asked.method != "POST" || !std::exchange(hang_up, false)) return std::nullopt;
        simulated_reply gone;
        gone.drop = true;
        return gone;
    };
    on.on_start = [&](const auto& id) { on.send(id, 1); };
    client api = on.connect_over_stream();
    auto change = api.subscribe(request("mutation { count }"));
    auto stream = counts(api);
    CHECK(on.failure(change).possibly_executed());
    CHECK(on.next(stream) == 1);
    CHECK(on.of("PUT").size() == 2);
}

TEST_CASE("S12: a silent stream is left, credentials that have expired are renewed for all") {
    shared_stream_scene on;
    on.on_start = [&](const auto& id) { on.send(id, static_cast<int>(on.of("GET").size())); };
    std::vector<bool> refused;
    bool expired = false;
    on.refuse = [&](const auto& asked) -> std::optional<simulated_reply> {
        if (!expired || asked.method != "POST") return std::nullopt;
        expired = field_of(asked, "Authorization") != "token 2";
        return expired ? std::optional(reply(401, "text/plain", "")) : std::nullopt;
    };
    client api = on.connect(on.options().credentials(tokens(refused)));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    expired = true;
    auto later = counts(api);
    CHECK(on.next(later) == 2);
    CHECK(on.next(stream) == 2);
    CHECK(refused == std::vector{false, true});
    on.stream.silence();
    CHECK(on.next(stream) == 3);
}

TEST_CASE("S12: a full queue steps aside alone, and goes on when there is room") {
    shared_stream_scene on;
    on.on_start = [&](const auto& id) {
        const auto body = json::parse(on.requests.back().body).at("variables").at("to").as_int64();
        if (body < 0) return on.send(id, 1);
        for (int i = 0; i < 10; ++i) on.send(id, static_cast<int>(body) + i);
    };
    client api = on.connect_over_stream();
    auto other = counts_to(api, -1);
    CHECK(on.next(other) == 1);
    auto behind = api.subscribe(request("subscription($to: Int) { count(to: $to) }").variable("to", 0),
                                subscribe_options()
                                    .buffer(4)
                                    .overflow(overflow_policy::resume)
                                    .resume([](json::object& variables, const response* last) {
                                        if (last) variables["to"] = last->data().at("count").as_int64() + 1;
                                    }));
    on.world.run_for(30s);
    CHECK(on.of("DELETE").size() == 1);
    for (int i = 0; i < 20; ++i) CHECK(on.next(behind) == i);
    CHECK(on.of("PUT").size() == 1);
    CHECK(on.stream.open());
}

TEST_CASE("S12: the client's end leaves the stream, wherever it is with it") {
    for (const std::string until : {"PUT", "GET", "POST"}) {
        shared_stream_scene on;
        const std::function<std::optional<simulated_reply>(const simulated_request&)> slow =
            [&](const auto& asked) -> std::optional<simulated_reply> {
            if (asked.method != until) return std::nullopt;
            simulated_reply late = reply(202, "", "");
            late.delay = 1h;
            return late;
        };
        if (until != "GET") on.refuse = slow;
        client api = on.connect_over_stream();
        auto stream = counts(api);
        REQUIRE(on.world.run_until([&] { return !on.of(until).empty(); }));
        on.world.run(api.close(), 10s);
        check_error(on.failure(stream), error_kind::cancelled, error_phase::none);
        on.world.run_for(1s);
        CHECK(on.server.connections().empty());
    }
}

TEST_CASE("M8: on a shared event stream the steps of each operation make its own result") {
    shared_stream_scene on;
    const auto send_step = [&](const std::string& id, const std::string& payload) {
        on.stream.send_chunk("event: next\ndata: {\"payload\":" + payload + ",\"id\":\"" + id + "\"}\n\n");
    };
    std::vector<std::string> ids;
    on.on_start = [&](const auto& id) {
        ids.push_back(id);
        if (ids.size() != 2) return;
        for (const auto& each : ids) send_step(each, R"({"data":{"id":)" + each + R"(},"hasNext":true})");
        for (const auto& each : ids) send_step(each, R"({"path":[],"data":{"more":)" + each + R"(},"hasNext":false})");
    };
    client api = on.connect_over_stream();
    auto first = counts_to(api, 1), second = counts_to(api, 2);
    for (auto* each : {&first, &second})
        for (const bool more : {true, false}) {
            const auto event = on.world.run(each->next(), 1h);
            REQUIRE(event);
            const auto& id = ids.at(each == &first ? 0 : 1);
            CHECK(event->text() == R"({"data":{"id":)" + id + (more ? "}}" : R"(,"more":)" + id + "}}"));
            CHECK(event->has_next() == more);
        }
}
