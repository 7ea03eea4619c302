/// Subscriptions over HTTP of the built-in server: their bytes, their faults, and the client against them.
#include <corogql/testing/server.hpp>

#include "raw_client.hpp"

#include "../support/run_loop.hpp"

#include <corogql/client.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto streamed_state = "type Query { a: Int } type Subscription { state: String! }";
constexpr auto accept_events = "Accept: text/event-stream\r\n";
constexpr auto accept_parts =
    "Accept: multipart/mixed;boundary=graphql;subscriptionSpec=1.0, application/json;q=0.9\r\n";

std::string streamed_query(const std::string& text) { return R"({"query":")" + text + R"("})"; }

std::string count_event(int number) {
    const auto text = std::to_string(number);
    return "id: " + text + "\nevent: next\ndata: {\"data\":{\"count\":" + text + "}}\n\n";
}

std::string part(const std::string& json) { return "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n" + json; }

asio::awaitable<std::vector<int>> streamed_counts(subscription& from) {
    std::vector<int> numbers;
    while (auto event = co_await from.next()) numbers.push_back(event->data_as<int>("count"));
    co_return numbers;
}

subscription streamed_count(client& api, int to) {
    return api.subscribe(request("subscription($after: Int, $to: Int!) { count(after: $after, to: $to) }")
                             .variable("after", 0)
                             .variable("to", to),
                         subscribe_options().resume("/data/count", "after"));
}

} // namespace

TEST_CASE("FW16: the kernel asks a silent peer whether it is still there") {
    const server server;
    asio::io_context loop;
    client api(loop.get_executor(), client_options(server.url()).subscriptions_over(subscription_transport::sse));
    auto events = api.subscribe(request("subscription { count(to: 2, every: 100000) }"));
    CHECK(run(loop, events.next())->data_as<int>("count") == 1);
    std::ifstream table("/proc/net/tcp");
    char peer[16];
    std::snprintf(peer, sizeof peer, "0100007F:%04X", server.port());
    std::string line, timer;
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        std::string number, local, remote, state, queues, timers;
        fields >> number >> local >> remote >> state >> queues >> timers;
        if (remote == peer && state == "01") timer = timers.substr(0, 2);
    }
    CHECK(timer == "02"); // keep-alive
}

TEST_CASE("testing::server: a subscription as server-sent events, which another request goes on with") {
    const server server;
    const auto query = streamed_query("subscription { count(to: 4) }");
    const auto ask = [&](const std::string& fields) {
        raw_client client(server.port());
        return client.post(query, accept_events + fields);
    };
    const auto answer = ask("");
    CHECK(answer.status == 200);
    CHECK(answer.headers.find("Content-Type") == "text/event-stream; charset=utf-8");
    CHECK_FALSE(answer.keep_alive);
    const std::string complete = "event: complete\ndata:\n\n";
    CHECK(answer.body == count_event(1) + count_event(2) + count_event(3) + count_event(4) + complete);
    CHECK(ask("Last-Event-ID: 2\r\n").body == count_event(3) + count_event(4) + complete);
    CHECK(ask("Last-Event-ID: 9\r\n").body == complete);
    for (const std::string odd : {"", "x", "-1", "2x"})
        CHECK(ask("Last-Event-ID: " + odd + "\r\n").body == answer.body);
    CHECK(server.record().executed("count") == 7);
}

TEST_CASE("testing::server: a subscription as multipart/mixed") {
    const server server;
    raw_client client(server.port());
    const auto answer = client.post(streamed_query("subscription { count(to: 2) }"), accept_parts);
    CHECK(answer.headers.find("Content-Type") == R"(multipart/mixed; boundary="graphql")");
    CHECK(answer.body == part(R"({"payload":{"data":{"count":1}}})") + part(R"({"payload":{"data":{"count":2}}})") +
                             "\r\n--graphql--\r\n");
}

TEST_CASE("testing::server: what is no subscription, or no good one, has no stream unless only that is accepted") {
    const server server;
    const auto ask = [&](const std::string& query, const std::string& fields) {
        raw_client client(server.port());
        return client.post(streamed_query(query), fields);
    };
    CHECK(ask("{ hello }", accept_parts).body == R"({"data":{"hello":"Hello, world!"}})");
    CHECK(ask("{ hello }", accept_events).body ==
          "event: next\ndata: {\"data\":{\"hello\":\"Hello, world!\"}}\n\nevent: complete\ndata:\n\n");
    CHECK(ask("subscription { count(to: 1) }", "").status == 422);
    CHECK(ask("subscription { nowhere }", accept_events).headers.find("Content-Type") ==
          "application/json; charset=utf-8");

    served_schema refusing(streamed_state);
    refusing.subscribe("Subscription.state", [](const json::object&) -> std::unique_ptr<event_source> {
        throw field_error(404, "There is no state");
    });
    const testing::server other(server_options().schema(refusing));
    raw_client client(other.port());
    const auto refused = client.post(streamed_query("subscription { state }"), accept_events).body;
    CHECK(refused.starts_with("event: next\ndata: {\"errors\":"));
    CHECK(refused.ends_with("event: complete\ndata:\n\n"));
}

TEST_CASE("testing::server: streams have heartbeats, wait for events, and end with whoever hangs up") {
    feed states;
    server server(
        server_options().keep_alive(5ms).schema(served_schema(streamed_state).subscribe("Subscription.state", states)));
    const std::string query = "subscription { state }";
    for (const bool events : {true, false}) {
        {
            raw_client client(server.port());
            const auto body = streamed_query(query);
            client.write("POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" +
                         std::string(events ? accept_events : accept_parts) +
                         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            std::string seen;
            const auto await = [&](const std::string& text) {
                while (seen.find(text) == std::string::npos) seen += client.read();
                seen.clear();
            };
            await(events ? "3\r\n:\n\n\r\n" : part("{}"));
            states.push(events ? "QUEUED" : "RUNNING");
            await(events ? "QUEUED" : "RUNNING");
            CHECK(server.record().subscriptions_live == 1);
        }
        CHECK(server.wait_until([](const auto& record) { return record.subscriptions_live == 0; }));
    }
}

TEST_CASE("subscription: whatever a server does to its streams, every event comes once") {
    using enum subscription_transport;
    for (const auto transport : {sse, multipart})
        for (const auto& order : {fault::after_events(3).drop(), fault::after_events(3).drop(cut::reset),
                                  fault::after_events(3).close(1000), fault::after_events(0).drop(),
                                  fault::on_request().answer(503, "busy"), fault::on_request().drop()}) {
            server server;
            server.inject(fault(order).times(5));
            asio::io_context loop;
            const auto quick = backoff_options().retries(20).initial(1ms).max(5ms);
            client api(loop.get_executor(),
                       client_options(server.url()).reconnect(quick).subscriptions_over(transport));
            auto numbers = streamed_count(api, 100);
            const auto seen = run(loop, streamed_counts(numbers));
            REQUIRE(seen.size() == 100);
            for (int i = 0; i < 100; ++i) CHECK(seen[static_cast<std::size_t>(i)] == i + 1);
            CHECK(server.record().requests == 6);
            run(loop, api.close());
        }
}
