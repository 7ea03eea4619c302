// Found from outside: messages that are not understood, or are written in another way than most servers do.
#include "../../support/cpu_time.hpp"
#include "../http/http_support.hpp"
#include "../streams/streamed_support.hpp"

#include <corogql/lifecycle.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// What a client told of that it did not understand.
struct told {
    std::vector<std::string> excerpts, reasons;
    std::string log;

    client_options& listen(client_options& options) {
        return options
            .on_lifecycle([this](const lifecycle_event& event) {
                if (event.what != lifecycle_event::type::not_understood) return;
                excerpts.emplace_back(event.payload);
                REQUIRE(event.reason);
                reasons.emplace_back(event.reason->what());
            })
            .log([this](std::string_view line) { log.append(line).append("\n"); });
    }
};

/// Streams over HTTP, in both forms, and what one message looks like in each.
struct http_form {
    subscription_transport transport;
    const char* content_type;
    std::string (*event)(std::string_view body);
    std::string end;
};

std::string as_event(std::string_view body) { return "event: next\ndata: " + std::string(body) + "\n\n"; }
std::string as_part(std::string_view body) {
    return "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n" + std::string(body);
}

const std::vector<http_form> http_forms = {
    {subscription_transport::sse, "text/event-stream", &as_event, "event: complete\ndata:\n\n"},
    {subscription_transport::multipart, "multipart/mixed;boundary=graphql", &as_part, "\r\n--graphql--\r\n"}};

std::string result(int value) { return "{\"data\":" + count_data(value) + "}"; }

struct http_stream : streamed_scene {
    explicit http_stream(const http_form& as) : streamed_scene(as.transport, as.content_type) {}
    client connect_telling(bool lenient = false) {
        auto options = streamed_scene::options();
        return scene::connect(what.listen(options.lenient(lenient)));
    }
    told what;
};

/// Two operations on one websocket; behind the start of the last one these messages come, in which ID stands for the
/// first one's id.
struct websocket_stream : scene {
    websocket_stream(websocket_options websocket, int operations, std::vector<std::string> messages,
                     backoff_options reconnect = {}) {
        server.on_subscribe([operations, messages](auto link, const auto& operation) {
            if (operation.id != std::to_string(operations)) return;
            for (auto text : messages) {
                if (const auto at = text.find("ID"); at != text.npos) text.replace(at, 2, "1");
                link.send_text(text);
            }
        });
        auto all = options(std::move(websocket), reconnect);
        api.emplace(connect(std::move(what.listen(all))));
        for (int i = 0; i < operations; ++i) streams.push_back(counts(*api));
        world.run_for(1s);
    }

    told what;
    std::optional<client> api;
    std::vector<subscription> streams;
};

} // namespace

TEST_CASE("FH21: a multipart stream may end with a part that has nothing, or with nothing between two boundaries") {
    for (const std::string end :
         {"\r\n--graphql\r\n--graphql--\r\n", "\r\n--graphql\n--graphql--", "\r\n--graphql\r\n\r\n--graphql--\r\n",
          "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n\r\n--graphql--\r\n",
          "\r\n--graphql\r\nContent-Length: 0\r\n\r\n\r\n--graphql--\r\n",
          "\r\n--graphql\r\n--graphql\r\n--graphql--\r\n"})
        for (const bool in_pieces : {false, true}) {
            CAPTURE(end);
            http_stream on(http_forms[1]);
            on.on_open = [&](auto link) {
                const auto text = as_part("{\"payload\":" + result(1) + "}") + end;
                if (!in_pieces) return link.send_chunk(text);
                for (const char byte : text) link.send_chunk({&byte, 1});
            };
            client api = on.connect_telling();
            auto stream = counts(api);
            CHECK(on.next(stream) == 1);
            CHECK(on.ended(stream));
            CHECK(on.what.excerpts.empty());
            CHECK(on.server.accepted() == 1);
        }
}

TEST_CASE("FH21: so may a query's answer in steps") {
    http_scene on({reply(200, "multipart/mixed;boundary=graphql",
                         as_part(R"({"data":{"a":1},"hasNext":true})") + "\r\n--graphql\r\n" +
                             as_part(R"({"hasNext":false})").substr(2) + "\r\n--graphql\r\n--graphql--")});
    CHECK(on.ask(request("{ a ... @defer { b } }")).data_as<int>("a") == 1);
}

TEST_CASE("FH22: an error's payload may hold its list, or name its message otherwise, on both protocols") {
    const std::vector<std::pair<std::string, std::string>> payloads = {
        {R"({"errors":[{"message":"field not found"},{"message":"and more"}]})", "field not found (and 1 more)"},
        {R"({"errors":[{"errorType":"UnsupportedOperation","errorCode":400}]})", "UnsupportedOperation"},
        {R"({"errors":{"message":"one"}})", "one"},
        {R"({"errors":["two"]})", "two"},
        {R"({"path":"$","error":"not a subscription","code":"bad-request"})", "not a subscription"},
        {R"({"message":"plain","errors":null})", "plain"}};
    for (const auto& [payload, message] : payloads)
        for (const auto& websocket : {websocket_options(), legacy()}) {
            CAPTURE(payload);
            websocket_stream on(websocket, 1, {R"({"id":"ID","type":"error","payload":)" + payload + "}"});
            const auto seen = on.failure(on.streams[0]);
            CHECK(to_string(seen.kind()) == "graphql");
            CHECK(seen.what() == message);
        }
}

TEST_CASE("FH22: an error that names no operation ends the only one there is, and is told") {
    for (const auto& websocket : {websocket_options(), legacy()})
        for (const std::string id : {"", R"("id":null,)", R"("id":1,)"}) {
            CAPTURE(id);
            const auto text = "{" + id + R"("type":"error","payload":{"message":"no such field"}})";
            websocket_stream on(websocket, 1, {text});
            const auto seen = on.failure(on.streams[0]);
            check_error(seen, error_kind::graphql, error_phase::stream);
            CHECK(says(seen, "no such field"));
            CHECK(on.world.now() < 2s);
            CHECK(on.what.excerpts == std::vector<std::string>{text});
            CHECK(on.what.log.find("no such field") != std::string::npos);
            CHECK(on.server.accepted() == 1);
            CHECK(on.goodbyes.empty()); // the link stays
        }
}

TEST_CASE("FH22: where there are several the link ends, and all of them with the error; where there is none nothing") {
    for (const auto& websocket : {websocket_options(), legacy()}) {
        const std::string text = R"({"type":"error","payload":[{"message":"no such field"}]})";
        websocket_stream on(websocket, 2, {text});
        for (auto& stream : on.streams) {
            const auto seen = on.failure(stream);
            check_error(seen, error_kind::graphql, error_phase::stream, 4400);
            CHECK(says(seen, "no such field"));
            CHECK(seen.errors().size() == 1);
        }
        CHECK(on.what.excerpts == std::vector<std::string>{text});
        on.world.run_for(1s);
        CHECK(on.goodbyes == codes{4400});
        CHECK(on.server.accepted() == 1);

        websocket_stream done(websocket, 1, {R"({"id":"ID","type":"complete"})", text});
        CHECK(done.ended(done.streams[0]));
        CHECK(done.what.excerpts.size() == 1);
        CHECK(done.goodbyes.empty());
    }
}

TEST_CASE("FH22: what means nothing on a websocket is told, with its first 200 bytes, and no secret of ours") {
    const std::string unknown = R"({"type":"weather","payload":")" + std::string(300, 'x') + "\"}";
    websocket_stream on(legacy().connection_init({{"token", "s3cret"}}), 1,
                        {unknown, R"({"id":"x","type":"complete"})"});
    REQUIRE(on.what.excerpts.size() == 2);
    CHECK(on.what.excerpts[0] == unknown.substr(0, 200));
    CHECK(on.what.reasons[0].find("\"weather\"") != std::string::npos);
    CHECK(on.what.excerpts[1] == R"({"id":"x","type":"complete"})");
    CHECK(on.what.log.find(unknown.substr(0, 200)) != std::string::npos);
    CHECK(on.what.log.find("s3cret") == std::string::npos);
    CHECK(on.api->statistics().ignored == 2);

    // On the newer protocol it ends the link, unless lenient.
    websocket_stream strict(websocket_options(), 1, {R"({"type":"weather"})"}, no_reconnect());
    CHECK(strict.what.excerpts == std::vector<std::string>{R"({"type":"weather"})"});
    check_error(strict.failure(strict.streams[0]), error_kind::protocol, error_phase::stream, 4400);
    for (const std::string text : {R"({"type":"weather"})", R"({"kind":"next"})", "rain\x1b[2J"}) {
        CAPTURE(text);
        websocket_stream lenient(websocket_options().lenient(true), 1,
                                 {text, R"({"id":"ID","type":"next","payload":{"data":{"count":5}}})"});
        CHECK(lenient.what.excerpts == std::vector<std::string>{text});
        CHECK(lenient.what.log.find('\x1b') == std::string::npos);
        CHECK(lenient.next(lenient.streams[0]) == 5);
    }
}

TEST_CASE("FH22: a binary frame is told as well") {
    scene on;
    told what;
    on.server.on_subscribe([](auto link, const auto&) { link.send_binary("\xff\x01rain"); });
    auto options = on.options(no_reconnect());
    client api = on.connect(what.listen(options));
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::protocol, error_phase::stream, 1003);
    CHECK(what.excerpts == std::vector<std::string>{"\xff\x01rain"});
    CHECK(what.log.find("\\xff\\x01rain") != std::string::npos);
}

TEST_CASE("FH22: connection_error says why the connection was refused") {
    const std::vector<std::pair<std::string, std::string>> payloads = {
        {R"({"message":"token expired"})", "token expired"},
        {R"("token expired")", "token expired"},
        {R"({"errors":[{"errorType":"UnauthorizedException","message":"token expired","errorCode":401}]})",
         "token expired"},
        {R"({"errors":[{"errorType":"UnauthorizedException","errorCode":401}]})", "UnauthorizedException"}};
    for (const auto& [payload, message] : payloads) {
        CAPTURE(payload);
        scene on;
        on.server.on_init([text = payload](auto link, const auto&) {
            link.send_text(R"({"type":"connection_error","payload":)" + text + "}");
        });
        client api = on.connect();
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::credentials, error_phase::init);
        CHECK(says(seen, message));
        CHECK(seen.errors().size() == 1);
        CHECK(seen.body_excerpt() == payload);
    }
}

TEST_CASE("FH22: a refusal's JSON body gives its message, of a request and of an upgrade") {
    for (const std::string body : {R"({"errors":[{"message":"slow down"}]})", R"({"message":"slow down","code":7})",
                                   R"({"error":"slow down"})"}) {
        CAPTURE(body);
        http_scene over_http({reply(402, "application/json", body)});
        const auto outcome = caught([&] { over_http.ask(request("{ a }")).throw_if_failed(); });
        CHECK(says(outcome, "slow down"));

        scene on;
        on.server.on_upgrade([&](auto& asked) {
            asked.status = 402;
            asked.body = body;
            asked.answer_headers = {{"Content-Type", "application/json"}};
        });
        client api = on.connect(no_reconnect());
        auto stream = counts(api);
        const auto seen = on.failure(stream);
        check_error(seen, error_kind::http, error_phase::upgrade);
        CHECK(says(seen, "slow down"));
    }
}

TEST_CASE("FH22: events without content are heartbeats, whatever their name") {
    http_stream on(http_forms[0]);
    on.on_open = [](auto link) {
        for (const std::string beat : {"event: next\ndata: {}\n\n", "event: next\ndata:\n\n", "event: next\n\n",
                                       "event: next\ndata: { }\n\n", "data: {}\n\n", "event: weather\ndata:\n\n",
                                       "event: ping\ndata: 12:30\n\n", "event: heartbeat\ndata: {\"n\":1}\n\n"})
            link.send_chunk(beat);
        link.send_chunk(as_event(result(1)) + http_forms[0].end);
    };
    client api = on.connect_telling();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.ended(stream));
    CHECK(on.what.excerpts.empty());
}

TEST_CASE(
    "FH22: over HTTP the first event or part that is not understood ends the stream, and says why; or is lenient") {
    struct odd_one {
        std::size_t form;
        std::string text, excerpt, reason;
    };
    const std::vector<odd_one> all = {
        {0, "event: weather\ndata: rain\n\n", "rain", "weather"},
        {0, "data: rain\n\n", "rain", "message"},
        {0, "event: next\ndata: rain\n\n", "rain", "JSON"},
        {0, "event: next\ndata: [1]\n\n", "[1]", "JSON"},
        {0, "event: next\ndata: {\"weather\":1}\n\n", R"({"weather":1})", "neither data nor errors"},
        {1, "\r\n--graphql\r\nContent-Type: text/plain\r\n\r\nrain", "rain", "text/plain"},
        {1, as_part("[1]"), "[1]", "JSON"},
        {1, as_part(R"({"payload":7})"), R"({"payload":7})", "payload"},
        {1, as_part(R"({"weather":1})"), R"({"weather":1})", "neither data nor errors"}};
    for (const auto& odd : all)
        for (const bool lenient : {false, true}) {
            CAPTURE(odd.text);
            CAPTURE(lenient);
            const auto& form = http_forms[odd.form];
            http_stream on(form);
            on.on_open = [&](auto link) {
                link.send_chunk(form.event(result(1)) + odd.text + form.event(result(2)) + form.end);
            };
            client api = on.connect_telling(lenient);
            auto stream = counts(api);
            CHECK(on.next(stream) == 1);
            if (lenient) {
                CHECK(on.next(stream) == 2);
                CHECK(on.ended(stream));
            } else {
                const auto seen = on.failure(stream);
                check_error(seen, error_kind::protocol, error_phase::stream);
                CHECK(says(seen, odd.reason));
                CHECK(seen.body_excerpt() == odd.excerpt);
            }
            REQUIRE(on.what.excerpts.size() == 1);
            CHECK(on.what.excerpts[0] == odd.excerpt);
            CHECK(on.what.reasons[0].find(odd.reason) != std::string::npos);
            CHECK(on.what.log.find(odd.excerpt) != std::string::npos);
            on.world.run_for(1h);
            CHECK(on.server.accepted() == 1);
        }
}

TEST_CASE(
    "FH22: events of another name that look like results are results for who is lenient, and are said so otherwise") {
    for (const char* name : {"", "event: message\n", "event: data\n", "event: graphql\n"})
        for (const bool lenient : {false, true}) {
            CAPTURE(name);
            http_stream on(http_forms[0]);
            on.on_open = [&](auto link) { link.send_chunk(name + ("data: " + result(1) + "\n\n")); };
            client api = on.connect_telling(lenient);
            auto stream = counts(api);
            if (lenient) {
                CHECK(on.next(stream) == 1);
                continue;
            }
            const auto seen = on.failure(stream);
            check_error(seen, error_kind::protocol, error_phase::stream);
            CHECK(says(seen, "lenient"));
        }
}

TEST_CASE("FH23: names and values of an envelope may be escaped as any JSON string may") {
    scene escaped;
    escaped.server.on_init([](auto link, const auto&) { link.send_text(R"({"type":"connection\u005fack"})"); });
    escaped.server.on_subscribe([](auto link, const auto&) {
        link.send_text(R"({"\u0069d":"\u0031","t\u0079pe":"ne\u0078t","\u0070ayload":{"d\u0061ta":{"count":7}}})");
        link.send_text(R"({"type":"pin\u0067"})");
        link.send_text(R"({"id":"\u0031","type":"c\u006fmplete"})");
    });
    client api = escaped.connect();
    auto stream = counts(api);
    CHECK(escaped.next(stream) == 7);
    CHECK(escaped.ended(stream));
    escaped.world.run_for(1s);
    CHECK(escaped.server.count("pong") == 1);
    CHECK(escaped.server.accepted() == 1);
}

TEST_CASE("FH23: so may the ids of an incremental result") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.next_result(operation.id, R"({"data":{"a":1},"pending":[{"id":"a","path":[]}],"hasNext":true})");
        link.next_result(
            operation.id,
            R"({"incremental":[{"id":"\u0061","data":{"b":2}}],"completed":[{"id":"\u0061"}],"hasNext":false})");
    });
    client api = on.connect(on.options().operations_over_websocket(true));
    CHECK(on.world.run(api.execute(request("{ a ... @defer { b } }"))).data_as<int>("b") == 2);
}

namespace {

/// What a consumer that looks at the last event only pays for a list of so many items that come one by one.
double cost_of_steps(int count) {
    scene on;
    on.world.tracing(false);
    on.server.on_subscribe([count](auto link, const auto& operation) {
        link.next_result(operation.id, R"({"data":{"list":[]},"pending":[{"id":"0","path":["list"]}],"hasNext":true})");
        for (int i = 0; i < count; ++i)
            link.next_result(operation.id,
                             R"({"incremental":[{"id":"0","items":[)" + std::to_string(i) + "]}],\"hasNext\":true}");
        link.next_result(operation.id, R"({"completed":[{"id":"0"}],"hasNext":false})");
    });
    client api = on.connect();
    auto stream = api.subscribe(request("{ list @stream }"), subscribe_options().buffer(100'000));
    const auto before = cpu_seconds();
    int events = 0;
    std::optional<event> last;
    while (auto item = on.world.run(stream.next(), 1h)) {
        CHECK(item->has_next() == (events < count + 1));
        ++events;
        last = std::move(item);
    }
    const auto cost = cpu_seconds() - before;
    CHECK(events == count + 2);
    REQUIRE(last);
    CHECK(last->data().at("list").as_array().size() == static_cast<std::size_t>(count));
    return cost;
}

} // namespace

TEST_CASE("FH24: a result that comes in 20,000 steps costs each of them the same") {
    const auto small = cost_of_steps(2'000);
    CHECK(cost_of_steps(20'000) < 30 * small);
}

TEST_CASE("FH24: the events of a growing result may be looked at in any order, and outlive their stream") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.next_result(operation.id, R"({"data":{"list":[]},"pending":[{"id":"0","path":["list"]}],"hasNext":true})");
        for (int i = 0; i < 10; ++i)
            link.next_result(operation.id, R"({"incremental":[{"id":"0","items":[)" + std::to_string(i) +
                                               R"(],"errors":[{"message":"e)" + std::to_string(i) +
                                               R"("}]}],"extensions":{"n":)" + std::to_string(i) +
                                               R"(},"hasNext":true})");
        link.next_result(operation.id, R"({"completed":[{"id":"0"}],"hasNext":false})");
    });
    std::vector<event> all;
    {
        client api = on.connect();
        auto stream = api.subscribe(request("{ list @stream }"));
        while (auto item = on.world.run(stream.next(), 1h)) all.push_back(std::move(*item));
        stream.close();
        on.world.run(api.close());
    }
    REQUIRE(all.size() == 12);
    for (const auto i : std::vector<std::size_t>{10, 3, 7, 0, 11, 1, 10}) {
        CAPTURE(i);
        const auto items = std::min<std::size_t>(i, 10);
        CHECK(all[i].data().at("list").as_array().size() == items);
        CHECK(all[i].errors().size() == items);
        CHECK(all[i].ok() == (items == 0));
        if (items > 0) {
            CHECK(all[i].errors().back().message == "e" + std::to_string(items - 1));
            CHECK(all[i].extensions().at("n") == static_cast<int>(items) - 1);
        }
        const auto text = json::parse(all[i].text()).as_object();
        CHECK(text.at("data") == all[i].data());
        CHECK(json::serialize(text.at("data")) == all[i].data_text());
    }
}
