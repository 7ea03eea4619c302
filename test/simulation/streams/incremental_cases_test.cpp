// Results that come in steps, as @defer and @stream make them, over every transport.
#include "../http/compressed_responses.hpp"
#include "../http/http_support.hpp"
#include "streamed_support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

using steps = std::vector<std::string>;

const request deferring_query("{ person { name films @stream ... @defer { home } } }");

const std::string first_step = R"({"data":{"person":{"name":"Luke","films":["A"]}},"hasNext":true})";
const std::string last_step = R"({"hasNext":false})";
/// The same result in the formats that servers speak, from the first to the present one.
const std::vector<steps> formats = {
    {first_step, R"({"path":["person"],"data":{"home":"Tatooine"},"hasNext":true})",
     R"({"label":"x","path":["person","films",1],"data":"B","hasNext":true})", last_step},
    {first_step, R"({"incremental":[{"path":["person"],"data":{"home":"Tatooine"}},)"
                 R"({"path":["person","films",1],"items":["B"]}],"hasNext":false})"},
    {R"({"data":{"person":{"name":"Luke","films":["A"]}},"hasNext":true,"pending":[{"id":"0","path":["person"]},)"
     R"({"id":"1","path":["person","films"]}]})",
     R"({"incremental":[{"id":"0","data":{"home":"Tatooine"}}],"completed":[{"id":"0"}],"hasNext":true})",
     R"({"incremental":[{"id":"1","items":["B"]}],"completed":[{"id":"1"}],"hasNext":false})"}};

const std::string first_part = R"({"data":{"person":{"name":"Luke","films":["A"]}}})";
const std::string grown = R"({"data":{"person":{"name":"Luke","films":["A","B"],"home":"Tatooine"}}})";
const std::string unknown_id = R"({"incremental":[{"id":"7","data":{"home":"Hoth"}}],"hasNext":true})";
const std::string unknown_path = R"({"incremental":[{"path":["ship"],"data":{"a":1}}],"hasNext":true})";

constexpr const char* mixed_type = "multipart/mixed; boundary=\"-\"";
constexpr std::string_view steps_accept =
    "multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9";
const std::string closing = "\r\n-----\r\n";

std::string step_part(std::string_view body) {
    return "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n" + std::string(body);
}
std::string parts_of(const steps& all) {
    std::string text;
    for (const auto& each : all) text += step_part(each);
    return text;
}
simulated_reply mixed(std::string body) { return reply(200, mixed_type, std::move(body)); }
simulated_reply mixed(const steps& all) { return mixed(parts_of(all) + closing); }

std::string step_event(std::string_view data) { return "event: next\ndata: " + std::string(data) + "\n\n"; }
const std::string complete_event = "event: complete\ndata:\n\n";

/// A stream of either kind, as its bytes.
struct stream_format {
    subscription_transport transport;
    const char* content_type;
    std::string (*step)(std::string_view);
    std::string end;
};
const std::vector<stream_format> stream_formats = {
    {subscription_transport::sse, "text/event-stream", step_event, complete_event},
    {subscription_transport::multipart, mixed_type, step_part, closing}};

struct stream_of_steps : streamed_scene {
    explicit stream_of_steps(const stream_format& as) : streamed_scene(as.transport, as.content_type), format(as) {}
    void send(simulated_connection link, const steps& all) const {
        for (const auto& each : all) link.send_chunk(format.step(each));
    }
    const stream_format& format;
};

/// A websocket whose server answers every operation with these, and `complete` if told so.
class socket_of_steps : public scene {
public:
    explicit socket_of_steps(steps all, bool completes = false) {
        server.on_subscribe([all = std::move(all), completes](auto link, const auto& operation) {
            for (const auto& each : all) link.next_result(operation.id, each);
            if (completes) link.complete(operation.id);
        });
    }
};

/// An event of this text, and whether more of it comes.
void check_event(scene& on, subscription& stream, std::string_view text, bool more) {
    const auto event = on.world.run(stream.next(), 2h);
    REQUIRE(event);
    CHECK(event->text() == text);
    CHECK(event->has_next() == more);
}

/// The events up to the whole result, of which that is the last.
void check_grows(scene& on, subscription& stream, std::size_t events) {
    check_event(on, stream, first_part, true);
    for (std::size_t i = 2; i < events; ++i) {
        const auto event = on.world.run(stream.next(), 2h);
        REQUIRE(event);
        CHECK(event->has_next());
        CHECK(event->data().at("person").at("home") == "Tatooine");
    }
    check_event(on, stream, grown, false);
}

void check_cut_off(const error& seen) {
    check_error(seen, error_kind::protocol, error_phase::receive);
    CHECK(!seen.http_status());
    CHECK(seen.possibly_executed());
}

} // namespace

TEST_CASE("M8: execute() makes one response of all steps, in every format and however they are cut") {
    for (const auto& all : formats)
        for (const std::size_t piece : {0u, 1u, 7u}) {
            CAPTURE(all.size());
            CAPTURE(piece);
            auto answer = mixed(all);
            answer.piece = piece;
            answer.pause = 1ms;
            http_scene on({answer});
            client api = on.connect();
            for (int i = 0; i < 2; ++i) {
                const auto whole = on.ask(api, deferring_query);
                CHECK(whole.text() == grown);
                CHECK(!whole.has_next());
                CHECK(whole.http_status() == 200);
                CHECK(whole.header("Content-Type") == mixed_type);
                CHECK(whole.attempts() == 1);
            }
            CHECK(field_of(on.requests.front(), "Accept") == steps_accept);
            // The end of the body had come with the last step, or was not waited for.
            CHECK(on.server.accepted() == (piece == 0 ? 1 : 2));
        }
}

TEST_CASE("M8: only documents with @defer or @stream ask for steps, and an Accept of the caller's own is left alone") {
    for (const char* document :
         {"{ a @ defer }", "{ a ...\n@stream(if: true) }", "query($b: Boolean) { ...@defer(if: $b) { a } }"}) {
        http_scene on({good()});
        CHECK(on.ask(request(document)).ok());
        CHECK(field_of(on.requests.front(), "Accept") == steps_accept);
    }
    for (const char* document : {"{ a(b: \"@defer\") }", "{ a # @stream\n}", "{ a(b: \"\"\" \" @defer \"\"\") }",
                                 "{ a @include(if: true) defer }", "{ a @deferred }"}) {
        CAPTURE(document);
        http_scene on({good()});
        CHECK(on.ask(request(document)).ok());
        CHECK(field_of(on.requests.front(), "Accept").starts_with("application/graphql-response+json"));
    }
    for (const char* document : {"{ a }", "{ a @defer }"}) {
        http_scene on({mixed(formats[2])});
        auto own = request(document);
        own.header("Accept", "multipart/mixed");
        CHECK(on.ask(own).text() == grown);
        CHECK(field_of(on.requests.front(), "Accept") == "multipart/mixed");
    }
}

TEST_CASE("M8: a server that has a 406 for multipart answers is asked for JSON alone, once for each such request") {
    http_scene on({reply(406, "", ""), good(), good(), reply(406, "", ""), reply(406, "", "")});
    client api = on.connect();
    CHECK(on.ask(api, deferring_query).attempts() == 1);
    CHECK(on.ask(api).ok());
    CHECK(on.refused(api, deferring_query).http_status() == 406u);
    std::vector<std::string> accepted;
    for (const auto& asked : on.requests) accepted.push_back(field_of(asked, "Accept"));
    const std::string usual = "application/graphql-response+json, application/json;q=0.9", steps(steps_accept);
    CHECK(accepted == std::vector<std::string>{steps, "application/json", usual, steps, "application/json"});
}

TEST_CASE("M8: an unknown id or path is an error of its response alone, and final") {
    for (const auto& bad : {unknown_id, unknown_path}) {
        CAPTURE(bad);
        http_scene on({mixed({first_step, bad, last_step}), mixed(formats[0])});
        client api = on.connect();
        const auto seen = on.refused(api, deferring_query);
        check_http(seen, error_kind::protocol, 200);
        CHECK(seen.possibly_executed());
        CHECK(seen.attempts() == 1);
        CHECK(on.ask(api, deferring_query).text() == grown);
    }
}

TEST_CASE(
    "M8: a multipart answer is refused where it is bad: a part that is not JSON, too large, not text of its coding") {
    http_scene on({mixed("\r\n---\r\nContent-Type: text/html\r\n\r\n<p>" + closing),
                   mixed(step_part("{\"data\":\"\xff\"}") + closing), mixed(step_part("[1]") + closing),
                   mixed(steps{last_step})});
    for (int i = 0; i < 4; ++i) check_http(on.refused(deferring_query), error_kind::protocol, 200);

    auto endless = mixed(parts_of(formats[2]));
    endless.piece = 64;
    endless.pause = 1s;
    http_scene small({endless});
    const auto seen = small.refused(small.options().max_message_size(250), deferring_query);
    CHECK(to_string(seen.kind()) == to_string(error_kind::limit));

    auto failed = mixed(formats[0]);
    failed.status = 500;
    http_scene down({failed});
    const auto failure = down.refused(down.once(), deferring_query);
    check_http(failure, error_kind::http, 500);
    CHECK(failure.body_excerpt().find("Luke") != std::string::npos);
}

TEST_CASE("M8: the steps of a compressed answer are read while they come") {
    const auto bytes =
        from_hex("1f8b08000000000002038dceb10ac2301006e03d9077909b13c4359bba8a5337e970d42b8da64948aea094bebba956115c"
                 "dc8ee3eeff3f29b4d652ec8367f2acab7b24b3c2189d6d906df0eb4b0e5e0a2946382323981122a5b29b278f3d8181c370"
                 "2550d05ad7673027d8423d4d0a3acc47ba31184e034df2ff22eb9b447db94257e24a217237e72ec5b5fa50baf00454c821"
                 "584f506a7fcedf30b5298f96e965dc1563fd656cd1e50539331f753408be17010000");
    for (const std::size_t piece : {0u, 1u}) {
        auto answer = mixed(bytes);
        answer.headers = {{"Content-Encoding", "gzip"}};
        answer.piece = piece;
        answer.pause = 1ms;
        http_scene on({answer});
        CHECK(on.ask(deferring_query).text() == grown);
    }
}

TEST_CASE("M8: subscribe() yields the growing result, over event streams and multipart streams") {
    for (const auto& format : stream_formats)
        for (const auto& all : formats) {
            CAPTURE(format.content_type);
            CAPTURE(all.size());
            stream_of_steps on(format);
            on.on_open = [&](auto link) {
                for (const auto& each : all) on.send(link, {each, "{}"});
                link.send_chunk(format.end);
            };
            client api = on.connect();
            auto stream = api.subscribe(deferring_query);
            check_grows(on, stream, all.size());
            CHECK(on.ended(stream));
            CHECK(on.server.accepted() == 1);
            const bool parts = format.transport == subscription_transport::multipart;
            CHECK(on.field(0, "Accept") == (parts ? steps_accept : "text/event-stream"));
        }
}

TEST_CASE("M8: an unknown id ends a stream over HTTP with its error") {
    for (const auto& format : stream_formats) {
        stream_of_steps on(format);
        on.on_open = [&](auto link) { on.send(link, {first_step, unknown_id}); };
        client api = on.connect();
        auto stream = api.subscribe(deferring_query);
        check_event(on, stream, first_part, true);
        check_error(on.failure(stream), error_kind::protocol, error_phase::stream);
        on.world.run_for(1h);
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("M9: hasNext false is the end: what follows is not waited for, and the connection is not used again") {
    for (const auto& all : formats) {
        scene on;
        on.server.on_stream([&](auto link, const auto&) {
            link.begin_stream(mixed_type);
            link.send_chunk(parts_of(all));
            link.send_chunk(step_part(unknown_id));
        });
        client api = on.connect();
        for (std::size_t i = 1; i <= 2; ++i) {
            CHECK(on.world.run(api.execute(deferring_query), 1s).text() == grown);
            on.world.run_for(1s);
            CHECK(on.server.connections().empty());
            CHECK(on.server.accepted() == i);
        }
    }
}

TEST_CASE(
    "M9: an answer that ends while more was promised was cut off: asked for again, unless it may change something") {
    auto cut = mixed(parts_of(formats[1]));
    cut.cut_after = 200;
    cut.then = simulated_ending::drop;
    for (const auto& bad :
         {mixed(steps{first_step}), mixed(step_part(first_step)), mixed(step_part("{}") + closing), cut}) {
        http_scene on({bad, mixed(formats[1])});
        const auto whole = on.ask(deferring_query);
        CHECK(whole.text() == grown);
        CHECK(whole.attempts() == 2);
        http_scene once({bad, mixed(formats[1])});
        check_cut_off(once.refused(request("mutation { person { ... @defer { home } } }")));
        CHECK(once.requests.size() == 1);
    }
}

TEST_CASE("M9: a stream of a query ends with hasNext false") {
    for (const auto& format : stream_formats) {
        stream_of_steps on(format);
        on.on_open = [&](auto link) {
            on.send(link, formats[2]);
            on.send(link, {first_step, unknown_id});
        };
        client api = on.connect();
        auto stream = api.subscribe(deferring_query);
        check_grows(on, stream, formats[2].size());
        CHECK(on.ended(stream));
        on.world.run_for(1s);
        CHECK(on.server.connections().empty());
        CHECK(on.server.accepted() == 1);
    }
}

TEST_CASE("M9: a stream that completes while more was promised fails; one that breaks off starts anew") {
    for (const auto& format : stream_formats) {
        stream_of_steps on(format);
        on.on_open = [&](auto link) {
            if (link.number() != 1) return on.send(link, formats[2]);
            on.send(link, {first_step});
            link.end_stream();
        };
        client api = on.connect();
        auto stream = api.subscribe(deferring_query);
        check_event(on, stream, first_part, true);
        check_grows(on, stream, formats[2].size());
        CHECK(on.ended(stream));
        CHECK(on.server.accepted() == 2);

        on.on_open = [&](auto link) {
            on.send(link, {first_step});
            link.send_chunk(format.end);
        };
        auto early = api.subscribe(deferring_query);
        check_event(on, early, first_part, true);
        const auto seen = on.failure(early);
        check_error(seen, error_kind::protocol, error_phase::stream);
        CHECK(seen.possibly_executed());
        on.world.run_for(1h);
        CHECK(on.server.accepted() == 3);
    }
}

TEST_CASE("M9: a server that numbers its events is not asked to go on in the middle of a result") {
    stream_of_steps on(stream_formats[0]);
    on.on_open = [&](auto link) {
        if (link.number() != 1) return on.send(link, formats[1]);
        link.send_chunk("id: 7\n" + step_event(first_step));
        link.end_stream();
    };
    client api = on.connect();
    auto stream = api.subscribe(deferring_query);
    check_event(on, stream, first_part, true);
    check_grows(on, stream, 2);
    CHECK(on.field(1, "Last-Event-ID").empty());
}

TEST_CASE("M9: a part that comes without a result it could belong to is an error") {
    for (const auto& stray :
         {formats[0][1], formats[1][1], std::string(R"({"path":["a"],"data":{"b":1},"hasNext":false})")}) {
        socket_of_steps on({R"({"data":{"a":1},"hasNext":false})", stray});
        client api = on.connect();
        auto stream = api.subscribe(request("subscription { a { ... @defer { b } } }"));
        check_event(on, stream, R"({"data":{"a":1}})", false);
        check_error(on.failure(stream), error_kind::protocol, error_phase::stream);
    }
}

TEST_CASE("M10: errors of one fragment stand beside the data of the others") {
    const std::string failed = R"([{"message":"no home","path":["person","home"]}])";
    const std::vector<steps> both = {
        {first_step, R"({"incremental":[{"path":["person"],"data":null,"errors":)" + failed + R"(}],"hasNext":true})",
         R"({"incremental":[{"path":["person","films",1],"items":["B"]}],"hasNext":false})"},
        {formats[2][0], R"({"completed":[{"id":"0","errors":)" + failed + R"(}],"hasNext":true})",
         R"({"incremental":[{"id":"1","items":["B"]}],"completed":[{"id":"1"}],"hasNext":false})"}};
    const auto expected = R"({"data":{"person":{"name":"Luke","films":["A","B"]}},"errors":)" + failed + "}";
    for (const auto& all : both) {
        http_scene on({mixed(all)});
        const auto whole = on.ask(deferring_query);
        CHECK(whole.text() == expected);
        REQUIRE(whole.errors().size() == 1);
        CHECK(whole.errors()[0].path_text() == "person.home");

        socket_of_steps socket(all, true);
        client api = socket.connect();
        auto stream = api.subscribe(deferring_query);
        check_event(socket, stream, first_part, true);
        check_event(socket, stream, R"({"data":{"person":{"name":"Luke","films":["A"]}},"errors":)" + failed + "}",
                    true);
        check_event(socket, stream, expected, false);
        CHECK(socket.ended(stream));
    }
    http_scene refused({mixed(steps{errors_text})});
    const auto nothing = refused.ask(deferring_query);
    CHECK(nothing.text() == errors_text);
    CHECK(!nothing.has_data());
}

TEST_CASE("M11: subscribe() yields the growing result of a query over both websocket protocols") {
    for (const auto& websocket : {websocket_options(), legacy()})
        for (const auto& all : formats) {
            steps with_heartbeats;
            for (const auto& each : all) with_heartbeats.insert(with_heartbeats.end(), {each, "{}"});
            with_heartbeats.pop_back(); // after the last step it would be no result
            socket_of_steps on(with_heartbeats, true);
            client api = on.connect(websocket);
            auto stream = api.subscribe(deferring_query);
            check_grows(on, stream, all.size());
            CHECK(on.ended(stream));
        }
}

TEST_CASE("M11: execute() over a websocket returns the whole result") {
    for (const auto& all : formats) {
        socket_of_steps on(all);
        client api = on.connect(on.options().operations_over_websocket(true));
        const auto whole = on.world.run(api.execute(deferring_query), 1s);
        CHECK(whole.text() == grown);
        CHECK(!whole.has_next());
    }
}

TEST_CASE("M11: every event of a subscription may come in steps; with the last of them a new one begins") {
    socket_of_steps on({first_step, formats[1][1], R"({"data":{"a":1}})", first_step, formats[1][1],
                        R"({"data":{"b":1},"hasNext":false})"});
    client api = on.connect();
    auto stream = api.subscribe(request("subscription { person { ... @defer { home } } }"));
    check_grows(on, stream, 2);
    check_event(on, stream, R"({"data":{"a":1}})", false);
    check_grows(on, stream, 2);
    check_event(on, stream, R"({"data":{"b":1}})", false);
}

TEST_CASE("M11: a step that fits nowhere, and all steps together beyond max_message_size, end their operation alone") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        if (operation.document.find("@defer") == std::string::npos) return link.next(operation.id, R"({"count":1})");
        link.next_result(operation.id, first_step);
        link.next_result(operation.id,
                         operation.document.find("large") != std::string::npos ? formats[1][1] : unknown_path);
    });
    client api = on.connect(on.options().max_message_size(175));
    auto other = counts(api);
    CHECK(on.next(other) == 1);
    for (const auto& [field, kind] :
         {std::pair{"small", error_kind::protocol}, std::pair{"large", error_kind::limit}}) {
        auto stream = api.subscribe(request("query { " + std::string(field) + " ... @defer { a } }"));
        check_event(on, stream, first_part, true);
        check_error(on.failure(stream), kind, error_phase::stream);
    }
    on.world.run_for(1s);
    CHECK(on.server.accepted() == 1);
    CHECK(on.sent("complete").size() == 2);
}

TEST_CASE("M11: complete while more was promised is an error of the operation") {
    socket_of_steps on({first_step}, true);
    client api = on.connect(on.options().operations_over_websocket(true));
    const auto seen = caught([&] { on.world.run(api.execute(deferring_query), 1h); });
    check_error(seen, error_kind::protocol, error_phase::stream);
    CHECK(seen.possibly_executed());
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("M11: with the link a growing result is lost: queries begin anew, mutations fail") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next_result(operation.id, link.number() == 1 ? R"({"data":{"ship":"X"},"hasNext":true})" : first_step);
        if (link.number() == 1) return link.drop();
        for (std::size_t i = 1; i < formats[1].size(); ++i) link.next_result(operation.id, formats[1][i]);
    });
    client api = on.connect(on.options().operations_over_websocket(true));
    CHECK(on.world.run(api.execute(deferring_query), 1h).text() == grown);
    CHECK(on.server.accepted() == 2);

    scene broken;
    broken.server.on_subscribe([&](auto link, const auto& operation) {
        link.next_result(operation.id, first_step);
        link.drop();
    });
    client writer = broken.connect(broken.options().operations_over_websocket(true));
    const auto seen =
        caught([&] { broken.world.run(writer.execute(request("mutation { person { ... @defer { home } } }")), 1h); });
    CHECK(to_string(seen.kind()) == to_string(error_kind::lost));
    CHECK(seen.possibly_executed());
    CHECK(broken.server.accepted() == 1);
}

TEST_CASE("M11: a stream resumes behind the last event that was merged whole, not behind a step") {
    std::vector<json::object> variables;
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        variables.push_back(operation.variables);
        if (link.number() != 1) return;
        for (const auto& each : formats[1]) link.next_result(operation.id, each);
        link.next_result(operation.id, R"({"data":{"person":{"home":"Hoth"}},"hasNext":true})");
        link.drop();
    });
    client api = on.connect();
    auto stream = api.subscribe(request("subscription($after: String) { person { ... @defer { home } } }"),
                                subscribe_options().resume("/data/person/home", "after"));
    check_grows(on, stream, 2);
    check_event(on, stream, R"({"data":{"person":{"home":"Hoth"}}})", true);
    on.world.run_for(1min);
    REQUIRE(variables.size() == 2);
    CHECK(variables[1] == json::object{{"after", "Tatooine"}});
    CHECK(stream.cursor() == json::value("Tatooine"));
}

TEST_CASE("M9: a first step that makes no result ends the stream at once, whatever else is to come") {
    for (const char* step :
         {R"({"data":null,"hasNext":true})", R"({"errors":[],"hasNext":true})", R"({"hasNext":true})"}) {
        CAPTURE(std::string(step));
        scene on;
        on.server.on_subscribe([&](auto link, const auto& operation) { link.next_result(operation.id, step); });
        client api = on.connect();
        auto stream = api.subscribe(request("query { a ... @defer { b } }"));
        CHECK(to_string(on.failure(stream).kind()) == "protocol");
    }
}
