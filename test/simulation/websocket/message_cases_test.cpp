// The messages of graphql-transport-ws: what reaches a subscription, what is ignored, and what closes the link.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

std::string message_text(std::string_view id, std::string_view type, std::string_view payload) {
    return R"({"id":")" + std::string(id) + R"(","type":")" + std::string(type) + R"(","payload":)" +
           std::string(payload) + "}";
}

/// Two subscriptions on one link. The first one is sent `messages`, in which ID stands for its id, then both are sent
/// an event, in turn; so the link can be seen to be there still, or not.
class pair_of_streams {
public:
    explicit pair_of_streams(std::vector<std::string> messages, client_options (*with)(client_options) = nullptr) {
        on.server.on_subscribe([this, messages = std::move(messages)](auto link, const auto& operation) {
            ids.push_back(operation.id);
            if (ids.size() != 2) return;
            for (auto text : messages) {
                for (auto at = text.find("ID"); at != text.npos; at = text.find("ID")) text.replace(at, 2, ids[0]);
                link.send_text(text);
            }
            link.next(ids[0], count_data(101));
            link.next(ids[1], count_data(102));
        });
        api.emplace(on.connect(with ? with(on.options()) : on.options()));
        first = counts(*api);
        second = counts(*api);
    }
    /// The messages were as good as not sent.
    void check_ignored() {
        CHECK(on.next(first) == 101);
        check_link_lives();
    }
    void check_link_lives() {
        CHECK(on.next(second) == 102);
        on.world.run_for(1min);
        CHECK(on.server.accepted() == 1);
        CHECK(on.goodbyes.empty());
    }
    /// The first subscription fails so, and nothing else happens.
    error check_stream_fails(error_kind kind) {
        const auto seen = on.failure(first);
        check_error(seen, kind, error_phase::stream);
        CHECK(on.failure(first).kind() == kind); // again: it is the end
        check_link_lives();
        return seen;
    }
    /// Both fail, as the link is closed with this code, for good.
    error check_link_fails(std::uint16_t code) {
        const auto seen = on.failure(first);
        check_error(seen, error_kind::protocol, error_phase::stream, code);
        check_error(on.failure(second), error_kind::protocol, error_phase::stream, code);
        on.world.run_for(1h);
        CHECK(on.goodbyes == codes{code});
        CHECK(on.server.accepted() == 1);
        return seen;
    }

    scene on;
    std::vector<std::string> ids;
    std::optional<client> api;
    subscription first, second;
};

} // namespace

TEST_CASE_FIXTURE(scene, "W34: events come in the order in which they were sent") {
    server.on_subscribe([](auto link, const auto& operation) {
        for (int i = 0; i < 500; ++i) link.next(operation.id, count_data(i));
        link.complete(operation.id);
    });
    client api = connect();
    auto stream = counts(api);
    for (int i = 0; i < 500; ++i) CHECK(next(stream) == i);
    CHECK(ended(stream));
}

TEST_CASE("W35: messages for ids that are not ours, or no longer, are ignored") {
    for (const std::string id : {"0", "77", "01", "-1", "1 ", "x", "", "18446744073709551617"}) {
        CAPTURE(id);
        pair_of_streams({message_text(id, "next", R"({"data":{"count":1}})"), message_text(id, "complete", "null"),
                         message_text(id, "error", R"([{"message":"no"}])")})
            .check_ignored();
    }
    pair_of_streams finished({message_text("ID", "complete", "null"), message_text("ID", "next", R"({"data":{}})")});
    CHECK(finished.on.ended(finished.first));
    finished.check_link_lives();
}

TEST_CASE_FIXTURE(scene, "W36: events that come behind our complete are ignored") {
    server.on_complete([](auto link, const auto& id) {
        for (int i = 0; i < 3; ++i) link.next(id, count_data(i));
        link.next("2", count_data(7));
    });
    client api = connect();
    auto left = counts(api), stays = counts(api);
    world.run_for(1s);
    left.close();
    CHECK(next(stays) == 7);
    CHECK(ended(left));
    CHECK(server.count("complete") == 1);
    CHECK(server.accepted() == 1);
}

TEST_CASE_FIXTURE(scene, "W37: both ends complete at the same time: the stream ends once") {
    std::optional<simulated_connection> kept;
    server.on_subscribe([&](auto link, const auto&) { kept = link; });
    client api = connect();
    auto left = counts(api), stays = counts(api);
    world.run_for(1s);
    kept->complete("1");
    left.close();
    kept->next("2", count_data(7));
    CHECK(ended(left));
    CHECK(ended(left));
    CHECK(next(stays) == 7);
    world.run_for(1s);
    CHECK(server.count("complete") == 1);
    CHECK(server.accepted() == 1);
}

TEST_CASE("W38: an error ends its stream with the GraphQL errors; it is not answered, and the link stays") {
    pair_of_streams streams({message_text("ID", "error", R"([{"message":"no such run"},{"message":"nor that"}])")});
    const auto seen = streams.check_stream_fails(error_kind::graphql);
    REQUIRE(seen.errors().size() == 2);
    CHECK(seen.errors()[0].message == "no such run");
    CHECK(seen.errors()[1].message == "nor that");
    CHECK(streams.on.server.count("complete") == 0);
}

TEST_CASE("W39: a complete behind an error is ignored") {
    pair_of_streams streams({message_text("ID", "error", R"([{"message":"no"}])"), R"({"id":"ID","type":"complete"})"});
    streams.check_stream_fails(error_kind::graphql);
    CHECK(streams.on.failure(streams.first).kind() == error_kind::graphql); // again: it is the end
}

TEST_CASE("W40: an error's payload may be one object or a string; null and an empty list are malformed") {
    for (const std::string payload : {R"({"message":"no"})", R"("no")"}) {
        CAPTURE(payload);
        const auto seen =
            pair_of_streams({message_text("ID", "error", payload)}).check_stream_fails(error_kind::graphql);
        REQUIRE(seen.errors().size() == 1);
        CHECK(seen.errors()[0].message == "no");
    }
    for (const std::string payload : {"null", "[]", "7", "true"}) {
        CAPTURE(payload);
        pair_of_streams({message_text("ID", "error", payload)}).check_stream_fails(error_kind::protocol);
    }
    pair_of_streams({R"({"id":"ID","type":"error"})"}).check_stream_fails(error_kind::protocol);
}

TEST_CASE("W41: an event with null data and errors is an event; the stream goes on") {
    pair_of_streams streams({message_text("ID", "next", R"({"data":null,"errors":[{"message":"once"}]})")});
    const auto event = streams.on.world.run(streams.first.next());
    REQUIRE(event);
    REQUIRE(event->errors().size() == 1);
    CHECK(event->errors()[0].message == "once");
    CHECK(event->data_text() == "null");
    CHECK(!event->ok());
    streams.check_ignored();
}

TEST_CASE("W42: an event with neither data nor errors ends its stream, and the server is told; the link stays") {
    for (const std::string payload : {"{}", R"({"errors":[]})", R"({"data":null})", "null", "7", "[]", R"("x")"}) {
        CAPTURE(payload);
        pair_of_streams streams({message_text("ID", "next", payload)});
        streams.check_stream_fails(error_kind::protocol);
        const auto told = streams.on.sent("complete");
        REQUIRE(told.size() == 1);
        CHECK(told[0].text.find(R"("id":")" + streams.ids[0] + '"') != std::string::npos);
    }
    pair_of_streams({R"({"id":"ID","type":"next"})"}).check_stream_fails(error_kind::protocol);
}

TEST_CASE("W43: unknown members are ignored, in the message and in the result; extensions alone are no result") {
    pair_of_streams streams({R"({"seq":9,"id":"ID","payload":{"hasNext":true,"data":{"count":5,"more":[{}]},)"
                             R"("extensions":{"cost":3},"label":null},"retry":{"type":"complete"},"type":"next"})"});
    const auto event = streams.on.world.run(streams.first.next());
    REQUIRE(event);
    CHECK(event->data_as<int>("count") == 5);
    CHECK(event->extensions().at("cost") == 3);
    streams.check_ignored();
    pair_of_streams({message_text("ID", "next", R"({"extensions":{"cost":3}})")})
        .check_stream_fails(error_kind::protocol);
}

TEST_CASE("W44: of a query's results the first one counts; a complete without one is an error") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        if (operation.document == "{ two }")
            for (int i : {1, 2}) link.next(operation.id, count_data(i));
        link.complete(operation.id);
    });
    client api = on.connect(on.options().operations_over_websocket(true));
    const auto answer = on.world.run(api.execute(request("{ two }")));
    CHECK(answer.data_as<int>("count") == 1);
    const auto seen = caught([&] { on.world.run(api.execute(request("{ none }"))); });
    check_error(seen, error_kind::protocol, error_phase::receive);
    CHECK(says(seen, "without a result"));
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("W44: a query whose result has come is done when the link is lost without its complete") {
    scene on;
    on.server.on_subscribe([](auto link, const auto& operation) {
        link.next(operation.id, count_data(1));
        link.drop();
    });
    client api = on.connect();
    auto stream = api.subscribe(request("{ count }"));
    CHECK(on.next(stream) == 1);
    CHECK(on.ended(stream));
    on.world.run_for(1h);
    CHECK(on.server.count("subscribe") == 1);
}

TEST_CASE("W45: a number, or anything else that is no string, is not one of our ids") {
    for (const std::string id : {"ID", "ID.0", "null", "[\"ID\"]", "{\"id\":\"ID\"}", "true"}) {
        CAPTURE(id);
        pair_of_streams({R"({"id":)" + id + R"(,"type":"next","payload":{"data":{"count":1}}})",
                         R"({"id":)" + id + R"(,"type":"complete"})"})
            .check_ignored();
    }
    pair_of_streams({R"({"type":"next","payload":{"data":{"count":1}}})"}).check_ignored();
}

TEST_CASE("W46: a message without a type, or with one that does not exist, closes the link with 4400") {
    for (const std::string text :
         {"{}", R"({"id":"ID","payload":{}})", R"({"type":null})", R"({"type":7,"id":"ID"})", R"({"type":["next"]})",
          R"({"type":""})", R"({"type":"Next","id":"ID"})", R"({"type":"data","id":"ID","payload":{"data":{}}})",
          R"({"type":"ka"})", R"({"type":"subscribe","id":"ID"})"}) {
        CAPTURE(text);
        pair_of_streams({text}).check_link_fails(4400);
    }
    CHECK(says(pair_of_streams({R"({"type":"hello"})"}).check_link_fails(4400), "\"hello\""));
}

TEST_CASE("W47: text that is not a JSON object closes the link with 4400") {
    for (const std::string text : {R"([{"type":"ping"}])", "1", "null", R"("ping")", "", " \r\n", "\xef\xbb\xbf{}",
                                   R"({"type":"ping"} {"type":"ping"})", R"({"type":"ping")", "{'type':'ping'}",
                                   R"({"type":"ping",})", "ping"}) {
        CAPTURE(text);
        pair_of_streams({text}).check_link_fails(4400);
    }
}

TEST_CASE("W48: of members with the same name the last one counts, everywhere") {
    pair_of_streams ids({R"({"id":"77","type":"error","type":"next","id":"ID","payload":null,)"
                         R"("payload":{"data":{"count":1},"data":{"count":2,"count":3}}})"});
    const auto event = ids.on.world.run(ids.first.next());
    REQUIRE(event);
    CHECK(event->data_text() == R"({"count":2,"count":3})");
    CHECK(event->data().at("count") == 3);
    CHECK(event->data_as<int>("count") == 3);
    ids.check_ignored();

    pair_of_streams kinds({R"({"id":"ID","type":"next","type":"complete","payload":{"data":{"count":1}}})"});
    CHECK(kinds.on.ended(kinds.first));
    kinds.check_link_lives();
}

TEST_CASE(
    "W54: nesting beyond the limit is refused; numbers keep their digits; a lone surrogate is an error of decoding") {
    const auto nested = [](std::size_t levels) {
        return message_text(
            "ID", "next", R"({"data":{"count":1,"deep":)" + std::string(levels, '[') + std::string(levels, ']') + "}}");
    };
    CHECK(says(pair_of_streams({nested(10'000)}).check_link_fails(4400), "deep"));
    pair_of_streams deeper({nested(9'000)}, [](client_options o) { return o.max_depth(10'000); });
    CHECK(deeper.on.next(deeper.first) == 1);
    deeper.check_ignored();

    const std::string numbers =
        R"({"a":18446744073709551615,"b":-9223372036854775808,"c":123456789012345678901234567890})";
    pair_of_streams exact({message_text("ID", "next", R"({"data":)" + numbers + "}")});
    auto event = exact.on.world.run(exact.first.next());
    REQUIRE(event);
    CHECK(event->data_text() == numbers);
    CHECK(event->data_as<std::uint64_t>("a") == 18446744073709551615u);
    CHECK(event->data_as<std::int64_t>("b") == std::numeric_limits<std::int64_t>::min());
    exact.check_ignored();

    pair_of_streams surrogate({message_text("ID", "next", R"({"data":{"a":"\ud800"}})")});
    event = surrogate.on.world.run(surrogate.first.next());
    REQUIRE(event);
    CHECK(event->data_text() == R"({"a":"\ud800"})");
    CHECK(to_string(caught([&] { event->data(); }).kind()) == "decode");
    surrogate.check_ignored();
}
