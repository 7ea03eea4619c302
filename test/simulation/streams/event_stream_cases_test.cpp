// Subscriptions as server-sent events.
#include "../http/compressed_responses.hpp"
#include "streamed_support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

struct event_stream_scene : streamed_scene {
    explicit event_stream_scene(std::uint64_t seed = 1)
        : streamed_scene(subscription_transport::sse, "text/event-stream; charset=utf-8", seed) {}
};

std::string sse_next(int value, std::string_view line_end = "\n") {
    const std::string end(line_end);
    return "event: next" + end + "data: {\"data\":" + count_data(value) + "}" + end + end;
}

const std::string sse_complete = "event: complete\ndata:\n\n";

} // namespace

TEST_CASE("S1: events are delivered, and complete ends the stream, with empty data or none") {
    for (const std::string end : {"event: complete\ndata:\n\n", "event: complete\ndata: \n\n", "event: complete\n\n"}) {
        event_stream_scene on;
        on.on_open = [&](auto link) { link.send_chunk(sse_next(1) + sse_next(2) + end); };
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.next(stream) == 2);
        CHECK(on.ended(stream));
        on.world.run_for(1h);
        CHECK(on.server.accepted() == 1);
        REQUIRE(on.opened.size() == 1);
        CHECK(on.opened.front().method == "POST");
        CHECK(on.field(0, "Accept") == "text/event-stream");
        CHECK(on.field(0, "Content-Type") == "application/json");
        CHECK(on.field(0, "Last-Event-ID").empty());
        CHECK(on.opened.front().body == R"({"query":"subscription { count }"})");
    }
}

TEST_CASE("S2: an end without complete is a lost connection") {
    for (const int how : {0, 1, 2}) {
        event_stream_scene on;
        on.on_open = [&](auto link) {
            link.send_chunk(sse_next(static_cast<int>(link.number())));
            if (link.number() != 1) return;
            if (how == 0) link.end_stream();
            if (how == 1) link.drop();
            if (how == 2) on.world.after(1s, [link]() mutable { link.reset(); });
        };
        client api = on.connect();
        auto stream = counts(api, subscribe_options().notices(true));
        CHECK(on.next(stream) == 1);
        const auto notice = on.world.run(stream.next(), 2h);
        REQUIRE(notice);
        REQUIRE(notice->notice());
        CHECK(notice->notice()->why == stream_notice::cause::reconnected);
        CHECK_FALSE(notice->notice()->resumed);
        CHECK(on.next(stream) == 2);
    }
}

TEST_CASE("S2: so is one within the header of the answer") {
    event_stream_scene on;
    on.server.on_stream([](auto link, const auto&) {
        if (link.number() > 1) return link.begin_stream("text/event-stream"), link.send_chunk(sse_next(1));
        link.send_bytes("HTTP/1.1 200 OK\r\nContent-Ty");
        link.drop();
    });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
}

TEST_CASE("S2: without a reconnect left the loss is told") {
    event_stream_scene on;
    on.on_open = [](auto link) { link.drop(); };
    client api = on.scene::connect(on.options(no_reconnect()));
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::lost, error_phase::stream);
}

TEST_CASE("S3: a request that is refused with errors ends the stream, and is not sent again") {
    for (const unsigned status : {400U, 200U}) {
        scene on;
        std::size_t asked = 0;
        on.server.on_request([&](const auto&) {
            ++asked;
            simulated_reply reply;
            reply.status = status;
            reply.body = R"({"errors":[{"message":"no field count"}]})";
            return reply;
        });
        client api = on.connect(on.options().subscriptions_over(subscription_transport::sse));
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        CHECK(to_string(seen.kind()) == to_string(error_kind::graphql));
        REQUIRE(seen.errors().size() == 1);
        CHECK(seen.errors().front().message == "no field count");
        on.world.run_for(1h);
        CHECK(asked == 1);
    }
}

TEST_CASE("S3: what is transient is tried again: 503 with its Retry-After, and credentials are asked for once more") {
    scene on;
    std::vector<std::chrono::nanoseconds> asked;
    on.server.on_request([&](const auto&) {
        asked.push_back(on.world.now());
        simulated_reply reply;
        reply.status = asked.size() == 1 ? 503 : 401;
        reply.headers = {{"Retry-After", "7"}};
        reply.content_type = "text/plain";
        return reply;
    });
    std::vector<bool> refused;
    client api = on.connect(on.options().subscriptions_over(subscription_transport::sse).credentials(tokens(refused)));
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    CHECK(to_string(seen.kind()) == to_string(error_kind::credentials));
    CHECK(seen.http_status() == 401U);
    REQUIRE(asked.size() == 3);
    CHECK(asked[1] - asked[0] >= 7s);
    CHECK(std::count(refused.begin(), refused.end(), true) == 1);
}

TEST_CASE("S4: lines may end with CR, LF or CRLF, wherever they are cut") {
    for (const std::string end : {"\n", "\r", "\r\n"}) {
        event_stream_scene on;
        on.on_open = [&](auto link) {
            for (const char byte : sse_next(1, end) + sse_next(2, end)) link.send_chunk({&byte, 1});
            link.send_chunk(sse_complete);
        };
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.next(stream) == 2);
        CHECK(on.ended(stream));
    }
}

TEST_CASE("S5: data may come in several lines, with or without a space, between comments, behind a byte order mark") {
    event_stream_scene on;
    on.on_open = [](auto link) {
        link.send_chunk("\xEF\xBB\xBF: hello\nevent:next\ndata:{\"data\":\n: between\ndata: {\"count\"\ndata::1}}\n\n");
        link.send_chunk(sse_complete);
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.ended(stream));
}

TEST_CASE("S6: a reconnect says behind which event to go on, after the wait that the server asked for") {
    event_stream_scene on;
    std::vector<std::chrono::nanoseconds> at;
    on.on_open = [&](auto link) {
        at.push_back(on.world.now());
        if (link.number() > 1) return link.send_chunk(sse_next(3) + sse_complete);
        link.send_chunk("retry: 90000\nid: seven\n" + sse_next(1));
        link.send_chunk("id: eight\nevent: next\ndata: {\"da"); // never whole, so never seen
        link.drop();
    };
    client api = on.connect();
    auto stream = counts(api, subscribe_options().notices(true));
    CHECK(on.next(stream) == 1);
    const auto notice = on.world.run(stream.next(), 2h);
    REQUIRE(notice);
    REQUIRE(notice->notice());
    CHECK(notice->notice()->resumed);
    CHECK_FALSE(notice->notice()->gap());
    CHECK(on.next(stream) == 3);
    CHECK(on.ended(stream));
    CHECK(on.field(1, "Last-Event-ID") == "seven");
    REQUIRE(at.size() == 2);
    CHECK(at[1] - at[0] >= 90s);
}

TEST_CASE("S6: the last event's id and the wait outlive connections that bring no event") {
    event_stream_scene on;
    std::vector<std::chrono::nanoseconds> at;
    on.on_open = [&](auto link) {
        at.push_back(on.world.now());
        if (link.number() == 1) link.send_chunk("retry: 90000\nid: seven\n" + sse_next(1));
        if (link.number() == 2) link.send_chunk(":\n\nevent: ping\ndata: rain\n\n");
        if (link.number() == 3) link.send_chunk("id\n" + sse_next(2)); // takes the id back
        if (link.number() < 4) return link.drop();
        link.send_chunk(sse_next(3));
    };
    client api = on.connect();
    auto stream = counts(api);
    for (int i = 1; i <= 3; ++i) CHECK(on.next(stream) == i);
    REQUIRE(on.opened.size() == 4);
    for (const std::size_t again : {1U, 2U}) {
        CHECK(on.field(again, "Last-Event-ID") == "seven");
        CHECK(at[again] - at[again - 1] >= 90s);
    }
    CHECK(on.field(3, "Last-Event-ID").empty());
}

TEST_CASE("S6: the wait a server asks for is bounded as Retry-After is") {
    event_stream_scene on;
    on.on_open = [&](auto link) {
        if (link.number() > 1) return link.send_chunk(sse_next(2));
        link.send_chunk("retry: 86000000\n" + sse_next(1));
        link.drop();
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.world.now() < 10min);
}

TEST_CASE("S7: comments keep a quiet stream alive") {
    event_stream_scene on;
    on.on_open = [&](auto link) {
        for (int beat = 1; beat <= 30; ++beat)
            on.world.after(beat * 10s, [link]() mutable { link.send_chunk(":\n\n"); });
        on.world.after(301s, [link]() mutable { link.send_chunk(sse_next(1)); });
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("S8: a stream that had heartbeats and falls silent is left; one that had none, or one, is trusted") {
    for (const bool heartbeats : {true, false}) {
        event_stream_scene on;
        on.on_open = [&](auto link) {
            link.send_chunk((heartbeats ? ":\n\n:\n\n" : ":\n\n") + sse_next(static_cast<int>(link.number())));
            link.silence();
        };
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        on.world.run_for(58s);
        CHECK(on.server.accepted() == 1);
        on.world.run_for(10s);
        CHECK(on.server.accepted() == (heartbeats ? 2 : 1));
    }
}

TEST_CASE("S8: the limit on silence is an option") {
    event_stream_scene on;
    on.on_open = [&](auto link) { link.send_chunk(sse_next(static_cast<int>(link.number()))); };
    client api = on.scene::connect(on.options().silence_timeout(5s));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.world.now() >= 5s);
}

TEST_CASE("S9: events of other names mean nothing where they have no content, and end the stream otherwise") {
    event_stream_scene on;
    on.on_open = [](auto link) {
        link.send_chunk("event: weather\ndata:\n\nevent: ping\ndata:\n\ndata: {}\n\n" + sse_next(1) +
                        "event: weather\ndata: rain\n\n" + sse_next(2) + sse_complete);
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    check_error(on.failure(stream), error_kind::protocol, error_phase::stream);
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("S10: an event, and a line without an end, are limited by max_message_size") {
    for (const std::string head : {"event: next\ndata: {\"data\":\"", ":"}) {
        event_stream_scene on;
        on.on_open = [&](auto link) {
            link.send_chunk(head);
            for (int i = 0; i < 20; ++i) link.send_chunk(std::string(1000, 'x'));
        };
        client api = on.scene::connect(on.options().max_message_size(10'000));
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::limit, error_phase::stream);
        CHECK(says(seen, "max_message_size"));
        on.world.run_for(1h);
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("S11: an answer that is JSON is the only result; one that is neither is an error") {
    scene on;
    simulated_reply reply;
    reply.body = R"({"data":{"count":5}})";
    on.server.on_request([&](const auto&) { return reply; });
    std::vector<std::string> told;
    auto options = on.options().subscriptions_over(subscription_transport::sse);
    options.on_lifecycle([&](const lifecycle_event& seen) {
        if (seen.what == lifecycle_event::type::not_understood) told.emplace_back(seen.payload);
    });
    client api = on.connect(options);
    auto once = counts(api);
    CHECK(on.next(once) == 5);
    CHECK(on.ended(once));
    CHECK(told == std::vector{reply.body}); // there may have been more

    reply.body = "<html>";
    reply.content_type = "text/html";
    auto page = counts(api);
    const auto seen = on.failure(page);
    check_error(seen, error_kind::http, error_phase::receive);
    CHECK(seen.http_status() == 200U);
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("event stream: a server that compresses unasked is understood, and so is one that says it does not") {
    for (const std::string coding : {"none", "gzip"}) {
        event_stream_scene on;
        on.server.on_stream([&](auto link, const auto&) {
            const auto text = sse_next(1) + sse_next(2) + sse_complete;
            link.send_bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: " + coding +
                            "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (const char byte : coding == "gzip" ? gzip_event_stream : text) link.send_chunk({&byte, 1});
        });
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.next(stream) == 2);
        CHECK(on.ended(stream));
    }
}

TEST_CASE("event stream: a server may compress its refusal as well, unasked") {
    event_stream_scene on;
    on.server.on_stream([](auto link, const auto&) {
        link.send_bytes("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                        "Content-Length: " +
                        std::to_string(gzip_refusal.size()) + "\r\n\r\n" + gzip_refusal);
    });
    client api = on.connect();
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    CHECK(to_string(seen.kind()) == to_string(error_kind::graphql));
    REQUIRE(seen.errors().size() == 1);
    CHECK(seen.errors().front().message == "no field count");
}

TEST_CASE("event stream: header fields of the operation go along, over those of the client") {
    event_stream_scene on;
    on.on_open = [](auto link) { link.send_chunk(sse_next(1)); };
    client api(on.world.executor(), on.options().header("X-Who", "client").header("X-Client", "1"));
    auto stream = api.subscribe(request("subscription { count }").header("X-Who", "operation"));
    CHECK(on.next(stream) == 1);
    CHECK(on.field(0, "X-Who") == "operation");
    CHECK(on.field(0, "X-Client") == "1");
}

TEST_CASE("event stream: a coding that was not asked for and is not known is an error") {
    event_stream_scene on;
    on.server.on_stream([](auto link, const auto&) {
        link.send_bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: zstd\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n");
    });
    client api = on.connect();
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    CHECK(to_string(seen.kind()) == to_string(error_kind::protocol));
    CHECK(says(seen, "zstd"));
}

TEST_CASE("event stream: a consumer that leaves hangs up, and so does the client's end") {
    event_stream_scene on;
    on.on_open = [](auto link) { link.send_chunk(sse_next(1)); };
    {
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        stream.close();
        on.world.run_for(1s);
        CHECK(on.goodbyes.size() == 1);
        auto other = counts(api);
        CHECK(on.next(other) == 1);
        on.world.run(api.close());
        check_error(on.failure(other), error_kind::cancelled, error_phase::none);
    }
    on.world.run_for(1s);
    CHECK(on.goodbyes.size() == 2);
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("event stream: the deadline is for the beginning of the stream, and ends what never begins") {
    scene on;
    on.server.on_stream([](auto, const auto&) {});
    client api = on.connect(on.options().timeout(20s).subscriptions_over(subscription_transport::sse));
    auto stream = counts(api);
    const auto seen = on.failure(stream);
    CHECK(to_string(seen.kind()) == to_string(error_kind::timeout));
    CHECK(on.world.now() < 21s);
    on.world.run_for(1s);
    CHECK(on.goodbyes.size() == 1);
}

TEST_CASE("event stream: so is one that does not begin again") {
    scene on;
    on.server.on_stream([](auto link, const auto&) {
        if (link.number() == 2) return;
        link.begin_stream("text/event-stream");
        link.send_chunk(sse_next(static_cast<int>(link.number())));
        if (link.number() == 1) link.drop();
    });
    client api = on.connect(on.options().timeout(20s).subscriptions_over(subscription_transport::sse));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 3);
    CHECK(on.world.now() < 30s);
}

TEST_CASE("event stream: a full queue steps aside, and goes on behind the last event when there is room") {
    event_stream_scene on;
    on.on_open = [&](auto link) {
        const auto from = on.field(on.opened.size() - 1, "Last-Event-ID");
        const int first = from.empty() ? 0 : std::stoi(from) + 1;
        for (int i = first; i < 40; ++i)
            on.world.after((i - first) * 100ms,
                           [link, i]() mutable { link.send_chunk("id: " + std::to_string(i) + "\n" + sse_next(i)); });
    };
    client api = on.connect();
    auto stream = counts(
        api,
        subscribe_options().buffer(4).overflow(overflow_policy::resume).resume([](json::object&, const response*) {}));
    on.world.run_for(30s); // it takes nothing
    for (int i = 0; i < 40; ++i) CHECK(on.next(stream) == i);
    CHECK(on.server.accepted() > 1);
    CHECK(on.field(1, "Last-Event-ID") != "39");
}

TEST_CASE("event stream: a redirect within the origin is followed, by each connection anew") {
    event_stream_scene on;
    on.server.on_stream([&](auto link, const auto& request) {
        if (request.target == "/graphql")
            return link.send_bytes("HTTP/1.1 307 x\r\nLocation: /stream\r\nContent-Length: 0\r\n\r\n");
        link.begin_stream("text/event-stream");
        link.send_chunk(sse_next(static_cast<int>(link.number())));
        if (link.number() == 2) link.drop();
    });
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 2);
    CHECK(on.next(stream) == 4);
}

TEST_CASE("event stream: a hundred cuts of a server that honours Last-Event-ID lose nothing and repeat nothing") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        event_stream_scene on(seed);
        constexpr int events = 2000;
        int cuts = 0;
        std::uint64_t chance = seed;
        on.on_open = [&](auto link) {
            const auto from = on.field(on.opened.size() - 1, "Last-Event-ID");
            std::string text;
            for (int i = from.empty() ? 0 : std::stoi(from) + 1; i < events; ++i)
                text += "id: " + std::to_string(i) + "\n" + sse_next(i);
            text += sse_complete;
            if (cuts < 100) {
                ++cuts;
                chance = chance * 6364136223846793005U + 1442695040888963407U;
                text.resize((chance >> 33) % std::min<std::size_t>(text.size(), 1500));
                if (!text.empty()) link.send_chunk(text);
                chance & (1U << 20) ? link.drop() : link.end_stream();
            } else {
                link.send_chunk(text);
            }
        };
        client api = on.connect();
        auto stream = counts(api);
        int expected = 0;
        while (const auto event = on.world.run(stream.next(), 24h)) {
            REQUIRE(event->data_as<int>("count") == expected);
            ++expected;
        }
        CHECK(expected == events);
        CHECK(cuts == 100);
    }
}
