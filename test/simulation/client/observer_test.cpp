// The begin and the end of every operation, over whatever carries it.
#include "../http/http_support.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

using observed_lines = std::vector<std::string>;

class diarist final : public operation_observer {
public:
    explicit diarist(observed_lines& into) : into_(into) {}
    void end(const operation_end& how) override {
        std::string line = how.failure     ? std::string(to_string(how.failure->kind()))
                           : how.cancelled ? "cancelled"
                                           : "well";
        if (how.answer) line += how.answer->ok() ? ", answered" : ", with errors";
        line += ", attempts " + std::to_string(how.attempts) + ", status " + std::to_string(how.http_status) +
                ", events " + std::to_string(how.events);
        if (how.took < 1ms) line += ", in no time";
        into_.push_back(line);
    }

private:
    observed_lines& into_;
};

observe_function write_into(observed_lines& into) {
    return [&into](const operation_begin& what) {
        into.push_back(std::string(to_string(what.type)) + " " + std::string(what.name) + " over " +
                       std::string(what.transport) + " to " + what.url + " at " + std::string(what.host) + " " +
                       std::to_string(what.port));
        return std::make_unique<diarist>(into);
    };
}

const request named_query = request("query Mine { a } mutation Other { a }").operation_name("Mine");

} // namespace

TEST_CASE("observer: a query and its attempts") {
    http_scene on({reply(502, "text/html", "bad"), good()});
    observed_lines seen;
    on.ask(on.options().observe(write_into(seen)), named_query);
    CHECK(seen == observed_lines{"query Mine over http to http://server/graphql at server 80",
                                 "well, answered, attempts 2, status 200, events 0"});
}

TEST_CASE("observer: failures of each kind") {
    http_scene on({reply(401, "text/plain", "no")});
    observed_lines seen;
    const auto options = on.once().observe(write_into(seen));
    CHECK((on.refused(options).kind() == error_kind::credentials));
    CHECK(seen.back() == "credentials, attempts 1, status 401, events 0");
    on.answers({reply(200, graphql_type, errors_text)});
    on.ask(options);
    CHECK(seen.back() == "well, with errors, attempts 1, status 200, events 0");
    on.answers({reply(500, "text/plain", "broken")});
    CHECK((on.refused(options, mutation).kind() == error_kind::http));
    CHECK(seen[seen.size() - 2] == "mutation  over http to http://server/graphql at server 80");
    CHECK(seen.back() == "http, attempts 1, status 500, events 0");
    auto wrong = request("subscription { a }");
    CHECK((on.refused(options, wrong).kind() == error_kind::usage));
    CHECK(seen.back() == "usage, attempts 0, status 0, events 0, in no time");
    CHECK(seen.size() == 8);
}

TEST_CASE("observer: a query that its caller cancels, and one whose context goes") {
    observed_lines seen;
    {
        http_scene on;
        auto slow = good();
        slow.delay = 1h;
        on.answers({slow});
        client api = on.connect(on.options().observe(write_into(seen)));
        asio::cancellation_signal stop;
        api.async_execute(query, asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr, response) {}));
        on.world.run_for(1s);
        stop.emit(asio::cancellation_type::terminal);
        on.world.run_for(1s);
        CHECK(seen.back() == "cancelled, attempts 0, status 0, events 0");
        api.async_execute(query, [](std::exception_ptr, response) {});
        on.world.run_for(1s);
        CHECK(seen.size() == 3);
    }
    CHECK(seen.size() == 4);
    CHECK(seen.back() == "cancelled, attempts 0, status 0, events 0");
}

TEST_CASE("observer: each operation of a batch, and each page of a walk") {
    http_scene on({reply(200, graphql_type, R"([{"data":{"a":1}},{"data":{"a":2}}])")});
    observed_lines seen;
    client api = on.connect(on.options().http(http_options().batch(10ms)).observe(write_into(seen)));
    int answered = 0;
    for (int i = 0; i < 2; ++i)
        api.async_execute(query, [&](std::exception_ptr failure, response) { answered += !failure; });
    on.world.run_for(1s);
    CHECK(answered == 2);
    CHECK(seen.size() == 4);
    CHECK(seen.back() == "well, answered, attempts 1, status 200, events 0");
    on.answers({reply(200, graphql_type, R"({"data":{"x":{"nodes":[],"pageInfo":{"hasNextPage":false}}}})")});
    client walker = on.connect(on.options().observe(write_into(seen)));
    auto walk = walker.paginate(request("query($after: String) { x }"));
    CHECK(on.world.run(walk.next(), 1h));
    CHECK(seen.size() == 6);
}

TEST_CASE("observer: queries over a websocket, once") {
    scene on;
    on.server.on_subscribe([](simulated_connection link, const simulated_operation& operation) {
        link.next(operation.id, R"({"a":1})");
        link.complete(operation.id);
    });
    observed_lines seen;
    client api = on.connect(on.options().operations_over_websocket(true).observe(write_into(seen)));
    on.world.run(api.execute(query), 1h);
    CHECK(seen == observed_lines{"query  over websocket to ws://server/graphql at server 80",
                                 "well, answered, attempts 1, status 0, events 0"});
}

TEST_CASE("observer: a subscription over a lost link, to its completion, its failure, or its consumer's leave") {
    for (const std::string end : {"complete", "error", "leave", "close"}) {
        CAPTURE(end);
        scene on;
        on.server.on_subscribe([&](simulated_connection link, const simulated_operation& operation) {
            send_one(link, operation);
            if (link.number() == 1) return link.drop();
            if (end == "complete") link.complete(operation.id);
            if (end == "error") link.error(operation.id, R"([{"message":"no"}])");
        });
        observed_lines seen;
        client api = on.connect(on.options().observe(write_into(seen)));
        {
            auto stream = counts(api);
            for (int i = 0; i < 2; ++i) CHECK(on.world.run(stream.next(), 1h));
            on.world.run_for(1s);
            if (end == "close") on.world.run(api.close(), 1h);
        }
        on.world.run_for(1s);
        REQUIRE(seen.size() == 2);
        CHECK(seen.front() == "subscription  over websocket to ws://server/graphql at server 80");
        const auto how = end == "complete" ? "well" : end == "error" ? "graphql" : "cancelled";
        CHECK(seen.back() == std::string(how) + ", attempts 2, status 0, events 2");
    }
}

TEST_CASE("observer: a consumer that stands still") {
    scene on;
    on.server.on_subscribe([](simulated_connection link, const simulated_operation& operation) {
        for (int i = 0; i < 10; ++i) send_one(link, operation);
    });
    observed_lines seen;
    client api = on.connect(on.options().observe(write_into(seen)));
    auto stream = counts(api, subscribe_options().buffer(2).overflow(overflow_policy::fail).stall_timeout(5s));
    on.world.run_for(1min);
    CHECK(seen.size() == 2);
    CHECK(seen.back().starts_with("overflow, attempts 1"));
}

TEST_CASE("observer: a subscription whose context goes comes with its counts, before its consumer is told") {
    observed_lines seen;
    std::optional<subscription> stream;
    {
        scene on;
        on.server.on_subscribe([](simulated_connection link, const simulated_operation& operation) {
            send_one(link, operation);
            send_one(link, operation);
        });
        client api = on.connect(on.options().observe(write_into(seen)));
        stream.emplace(counts(api));
        on.world.run_for(1s);
    }
    CHECK(seen.back() == "cancelled, attempts 1, status 0, events 2");
}

namespace {

class rebel final : public operation_observer {
public:
    void end(const operation_end&) override { throw std::runtime_error("no"); }
};

std::unique_ptr<operation_observer> rebel_against(const operation_begin&) { return std::make_unique<rebel>(); }

} // namespace

TEST_CASE("observer: one that throws takes the place of the end, whose facts stay") {
    http_scene on({good()});
    const auto answered = on.refused(on.options().observe(&rebel_against), mutation);
    check_error(answered, error_kind::callback, error_phase::receive);
    CHECK(answered.possibly_executed());
    CHECK(answered.attempts() == 1);
    on.answers({reply(429, "text/plain", "busy")});
    const auto refused = on.refused(on.once().observe(&rebel_against), mutation);
    check_error(refused, error_kind::callback, error_phase::receive);
    CHECK(!refused.possibly_executed());

    scene streaming;
    streaming.server.on_subscribe([](simulated_connection link, const simulated_operation& operation) {
        send_one(link, operation);
        link.complete(operation.id);
    });
    std::string log;
    client api = streaming.connect(
        streaming.options().observe(&rebel_against).log([&](std::string_view line) { log.append(line).append("\n"); }));
    auto stream = counts(api);
    CHECK(streaming.world.run(stream.next(), 1h));
    const auto completed = streaming.failure(stream);
    check_error(completed, error_kind::callback, error_phase::stream);
    CHECK(completed.possibly_executed());
    CHECK(log.find("the observer threw") == std::string::npos);
    streaming.server.on_subscribe([](simulated_connection, const simulated_operation&) {});
    {
        auto left = counts(api);
        streaming.world.run_for(1s);
    }
    streaming.world.run_for(1s);
    CHECK(log.find("the observer threw: no") != std::string::npos);
}

TEST_CASE("observer: a subscription that was never sent") {
    scene on;
    on.server.stop_listening();
    observed_lines seen;
    client api = on.connect(on.options(no_reconnect()).observe(write_into(seen)));
    auto stream = counts(api);
    on.failure(stream);
    CHECK(seen.back() == "connect, attempts 0, status 0, events 0");
}

TEST_CASE("observer: none for what it lets pass") {
    http_scene on({good()});
    int asked = 0;
    client api = on.connect(on.options().observe([&](const operation_begin&) -> std::unique_ptr<operation_observer> {
        ++asked;
        return nullptr;
    }));
    on.ask(api);
    CHECK(asked == 1);
}

TEST_CASE("observer: begin comes right before the trace context is asked for") {
    http_scene on({good()});
    std::string order;
    auto options = on.options();
    options.observe([&](const operation_begin&) -> std::unique_ptr<operation_observer> {
        order += "begin ";
        return nullptr;
    });
    options.trace([&] {
        order += "trace ";
        return trace_context();
    });
    client api = on.connect(options);
    on.ask(api);
    auto stream = counts(api);
    on.world.run_for(1s);
    CHECK(order == "begin trace begin trace ");
}
