// Waits between attempts that a program ends, as it knows better.
#include "../http/http_support.hpp"

using namespace corogql;
using namespace corogql::test;

namespace {

backoff_options patient() { return backoff_options().retries(4).initial(1h).max(1h); }

} // namespace

TEST_CASE("retry_now: a request that waits for its next attempt makes it at once") {
    http_scene on({reply(429, "text/plain", "busy", {{"Retry-After", "100"}}), good()});
    client api = on.connect(on.options().retry(retry_options().backoff(patient())));
    on.world.after(3s, [&] { api.retry_now(); });
    CHECK(on.ask(api).attempts() == 2);
    CHECK(on.world.now() >= 3s);
    CHECK(on.world.now() < 4s);
}

TEST_CASE("retry_now: what waits later does wait, and its deadline holds") {
    http_scene on({reply(429, "text/plain", "busy", {{"Retry-After", "100"}})});
    client api = on.connect(on.options().retry(retry_options().backoff(patient())).timeout(150s));
    api.retry_now();
    on.world.after(3s, [&] { api.retry_now(); });
    const auto late = on.refused(api);
    CHECK((late.kind() == error_kind::timeout));
    CHECK(late.attempts() == 2);
    CHECK(on.world.now() == 150s);
}

TEST_CASE("retry_now: a link that waits connects at once, whatever carries it") {
    for (const auto over : {subscription_transport::websocket, subscription_transport::sse}) {
        scene on;
        on.server.stop_listening();
        client api = on.connect(on.options(patient()));
        auto events = counts(api, subscribe_options().over(over));
        on.world.after(3s, [&] {
            on.server.listen();
            api.retry_now();
        });
        on.server.on_subscribe([](testing::simulated_connection link, const testing::simulated_operation& operation) {
            link.next(operation.id, R"({"count":7})");
        });
        on.server.on_request([](const testing::simulated_request&) {
            testing::simulated_reply stream;
            stream.content_type = "text/event-stream";
            stream.body = "event: next\ndata: {\"data\":{\"count\":7}}\n\n";
            return stream;
        });
        CHECK(on.next(events) == 7);
        CHECK(on.world.now() < 4s);
        on.world.run(api.close(), 1h);
    }
}
