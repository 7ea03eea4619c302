// Subscriptions as multipart/mixed answers.
#include "streamed_support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

struct multipart_scene : streamed_scene {
    explicit multipart_scene(std::string_view content_type = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0")
        : streamed_scene(subscription_transport::multipart, content_type) {}
};

std::string part(std::string_view body, std::string_view boundary = "graphql") {
    return "\r\n--" + std::string(boundary) + "\r\nContent-Type: application/json\r\n\r\n" + std::string(body);
}
std::string payload(int value) { return "{\"payload\":{\"data\":" + count_data(value) + "}}"; }

} // namespace

TEST_CASE("M1: the boundary may be quoted, bare, absent, or hold what patterns would read otherwise") {
    const std::pair<std::string, std::string> cases[] = {{"multipart/mixed; boundary=graphql", "graphql"},
                                                         {"multipart/mixed; boundary=\"a b.*+?\"", "a b.*+?"},
                                                         {"Multipart/Mixed; Boundary=\"-\"", "-"},
                                                         {"multipart/mixed", "-"}};
    for (const auto& [type, boundary] : cases) {
        multipart_scene on(type);
        on.on_open = [&](auto link) {
            link.send_chunk(part(payload(1), boundary) + part(payload(2), boundary) + "\r\n--" + boundary + "--\r\n");
        };
        client api = on.connect();
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        CHECK(on.next(stream) == 2);
        CHECK(on.ended(stream));
        CHECK(on.server.accepted() == 1);
        CHECK(on.field(0, "Accept").find("multipart/mixed") == 0);
    }
}

TEST_CASE("M2: a boundary may be cut anywhere, and text before and after the parts is nothing") {
    multipart_scene on;
    on.on_open = [](auto link) {
        const auto text = "This is a preamble" + part(payload(1)) + part(payload(2)) + "\r\n--graphql--\r\nepilogue";
        for (const char byte : text) link.send_chunk({&byte, 1});
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.next(stream) == 2);
    CHECK(on.ended(stream));
}

TEST_CASE("M3: an empty object is a heartbeat") {
    multipart_scene on;
    on.on_open = [&](auto link) {
        for (int beat = 0; beat < 30; ++beat)
            on.world.after(beat * 10s, [link]() mutable { link.send_chunk(part("{}")); });
        on.world.after(300s, [link]() mutable { link.send_chunk(part(payload(1))); });
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("M4: errors without a payload end the stream") {
    multipart_scene on;
    on.on_open = [](auto link) {
        link.send_chunk(part(payload(1)) + part(R"({"payload":null,"errors":[{"message":"shutting down"}]})"));
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    const auto seen = on.failure(stream);
    CHECK(to_string(seen.kind()) == to_string(error_kind::graphql));
    CHECK(says(seen, "shutting down"));
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("M5: a payload is an event as soon as it has come, errors in it included") {
    multipart_scene on;
    on.on_open = [&](auto link) {
        link.send_chunk(part(payload(1)));
        on.world.after(1h, [link]() mutable {
            link.send_chunk(part(R"({"payload":{"data":null,"errors":[{"message":"one"}]}})"));
        });
    };
    client api = on.connect();
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.world.now() < 1min);
    const auto event = on.world.run(stream.next(), 2h);
    REQUIRE(event);
    CHECK(event->errors().size() == 1);
}

TEST_CASE("M6: an end before the closing boundary is a lost connection") {
    multipart_scene on;
    on.on_open = [](auto link) {
        link.send_chunk(part(payload(static_cast<int>(link.number()))));
        if (link.number() == 1) link.end_stream();
        if (link.number() == 2) link.drop();
    };
    client api = on.connect();
    auto stream = counts(api);
    for (int i = 1; i <= 3; ++i) CHECK(on.next(stream) == i);
}

TEST_CASE("M7: a part that is not JSON is an error, and final") {
    multipart_scene on;
    on.on_open = [](auto link) {
        link.send_chunk("\r\n--graphql\r\nContent-Type: text/html\r\n\r\n<p>\r\n--graphql\r\n");
    };
    client api = on.connect();
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::protocol, error_phase::stream);
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 1);
}
