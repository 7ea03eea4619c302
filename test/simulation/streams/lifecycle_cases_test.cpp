// C1 to C13: what the program itself does to a client, at any moment of a connection's life.
#include "../support.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

struct outcome {
    bool done = false;
    std::exception_ptr failure;

    bool aborted() const {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const boost::system::system_error& thrown) {
            return thrown.code() == asio::error::operation_aborted;
        } catch (...) {
        }
        return false;
    }
    error_kind kind() const {
        return test::caught([&] {
                   if (failure) std::rethrow_exception(failure);
               })
            .kind();
    }
};

/// A client with a stream of one event.
struct one_stream {
    one_stream() { server.on_subscribe(test::send_one); }

    simulation world;
    simulated_server server{world};
    client api{world.executor(), server.url()};
    subscription events = api.subscribe(request("subscription { n }"));
};

asio::awaitable<void> run_query(client& api, std::shared_ptr<outcome> into) {
    request query("{ n }");
    try {
        co_await api.execute(std::move(query));
    } catch (...) {
        into->failure = std::current_exception();
    }
    into->done = true;
}

asio::awaitable<void> run_next(subscription& events, std::shared_ptr<outcome> into) {
    try {
        co_await events.next();
    } catch (...) {
        into->failure = std::current_exception();
    }
    into->done = true;
}

asio::awaitable<credentials> slow_credentials(simulation& world) {
    co_await world.sleep(2ms);
    credentials given;
    given.authorization("token");
    co_return given;
}

std::shared_ptr<outcome> start(simulation& world, asio::awaitable<void> work, std::shared_ptr<outcome> result,
                               asio::cancellation_signal& cancel) {
    asio::co_spawn(world.executor(), std::move(work), asio::bind_cancellation_slot(cancel.slot(), asio::detached));
    return result;
}

} // namespace

TEST_CASE("C1: a query can be cancelled at any moment, ends at once, and leaves the others alone") {
    std::size_t cancelled = 0;
    for (auto moment = 0us; moment < 1500ms; moment += moment < 30ms ? 500us : 50ms) {
        simulation world;
        simulated_server server(world);
        int asked = 0;
        server.on_request([&](const auto&) {
            simulated_reply reply;
            reply.delay = 4ms;
            if (++asked == 1) reply.status = 401; // refreshes
            if (asked == 2) reply.status = 503;   // waits and tries again
            reply.body = R"({"data":{"n":1}})";
            if (asked == 2) reply.body.clear(), reply.content_type = "text/html";
            return reply;
        });
        client_options options(server.url());
        options.credentials([&](bool) { return slow_credentials(world); });
        client api(world.executor(), options);
        const auto result = std::make_shared<outcome>();
        asio::cancellation_signal cancel;
        start(world, run_query(api, result), result, cancel);
        world.run_for(moment);
        if (result->done) break;
        cancel.emit(asio::cancellation_type::terminal);
        world.run_for(0s);
        REQUIRE(result->done);
        CHECK(result->aborted());
        ++cancelled;
        server.on_request([](const auto&) {
            simulated_reply reply;
            reply.body = R"({"data":{"n":1}})";
            return reply;
        });
        CHECK(world.run(api.execute(request("{ n }")), 10s).ok());
    }
    CHECK(cancelled > 20);
}

TEST_CASE("C1: waiting for an event can be cancelled at any moment of the connection's life, and loses nothing") {
    for (const bool with_token : {false, true})
        for (auto moment = 0us; moment < 20ms; moment += 500us) {
            simulation world;
            simulated_server server(world);
            server.on_subscribe([&](auto link, const auto& operation) {
                world.after(5ms, [link, id = operation.id]() mutable { link.next(id, R"({"n":1})"); });
            });
            client_options options(server.url());
            options.credentials([&](bool) { return slow_credentials(world); });
            client api(world.executor(), options);
            auto other = api.subscribe(request("subscription { n }"));
            auto events = api.subscribe(request("subscription { n }"));
            const auto result = std::make_shared<outcome>();
            asio::cancellation_signal cancel;
            if (with_token)
                events.async_next(asio::bind_cancellation_slot(
                    cancel.slot(), [result](std::exception_ptr failure, const std::optional<event>&) {
                        result->failure = failure;
                        result->done = true;
                    }));
            else
                start(world, run_next(events, result), result, cancel);
            world.run_for(moment);
            if (result->done) break;
            cancel.emit(asio::cancellation_type::terminal);
            world.run_for(0s);
            REQUIRE(result->done);
            CHECK(result->aborted());
            CHECK(world.run(events.next(), 1s)->data_as<int>("n") == 1);
            CHECK(world.run(other.next(), 1s)->data_as<int>("n") == 1);
            CHECK(server.accepted() == 1);
        }
}

TEST_CASE("C1: a subscription can be left at any moment; the others go on, and nobody connects for none") {
    for (auto moment = 0us; moment < 20ms; moment += 500us)
        for (const bool alone : {true, false}) {
            simulation world;
            simulated_server server(world);
            server.on_subscribe([&](auto link, const auto& operation) {
                world.after(5ms, [link, id = operation.id]() mutable { link.next(id, R"({"n":1})"); });
            });
            client api(world.executor(), server.url());
            std::optional<subscription> other;
            if (!alone) other.emplace(api.subscribe(request("subscription { n }")));
            std::optional<subscription> leaving(api.subscribe(request("subscription { n }")));
            world.run_for(moment);
            leaving.reset();
            if (other) CHECK(world.run(other->next(), 1s)->data_as<int>("n") == 1);
            world.run_for(1min);
            CHECK(server.connections().size() == (alone ? 0 : 1));
            CHECK(server.count("complete") == server.count("subscribe") - (alone ? 0 : 1));
        }
}

TEST_CASE("C2: a client that goes away ends its streams and requests, with kind cancelled, in bounded time") {
    simulation world;
    simulated_server server(world);
    server.on_request([](const auto&) {
        simulated_reply reply;
        reply.delay = 1h;
        return reply;
    });
    server.on_subscribe(test::send_one);
    const auto asked = std::make_shared<outcome>();
    const auto waiting = std::make_shared<outcome>();
    std::optional<client> api(std::in_place, world.executor(), client_options(server.url()));
    auto events = api->subscribe(request("subscription { n }"));
    world.run(events.next());
    asio::co_spawn(world.executor(), run_query(*api, asked), asio::detached);
    asio::co_spawn(world.executor(), run_next(events, waiting), asio::detached);
    world.run_for(1s);
    CHECK(!asked->done);
    api.reset();
    world.run_for(0s);
    REQUIRE(asked->done);
    REQUIRE(waiting->done);
    CHECK(asked->kind() == error_kind::cancelled);
    CHECK(waiting->kind() == error_kind::cancelled);
    CHECK(test::caught([&] { world.run(events.next()); }).kind() == error_kind::cancelled);
    world.run_for(3s);
    CHECK(server.connections().empty());
}

TEST_CASE_FIXTURE(one_stream, "C3: close() twice, during a reconnection, and from a consumer's own coroutine") {
    world.run(events.next());
    world.run(api.close(), 3s);
    world.run(api.close(), 3s);
    CHECK(test::caught([&] { world.run(events.next()); }).kind() == error_kind::cancelled);

    server.stop_listening(); // reconnecting
    auto again = api.subscribe(request("subscription { n }"));
    world.run_for(10s);
    world.run(api.close(), 3s);
    CHECK(test::caught([&] { world.run(again.next()); }).kind() == error_kind::cancelled);

    server.listen();
    struct consumer {
        static asio::awaitable<void> read_and_close(client& from, subscription& stream) {
            co_await stream.next();
            co_await from.close();
        }
    };
    auto last = api.subscribe(request("subscription { n }"));
    world.run(consumer::read_and_close(api, last), 10s);
    world.run_for(1s);
    CHECK(server.connections().empty());
}

TEST_CASE_FIXTURE(one_stream, "C3: close() returns although new work has begun meanwhile") {
    world.run(events.next());
    const auto ending = std::make_shared<outcome>();
    struct closer {
        static asio::awaitable<void> run(client& from, std::shared_ptr<outcome> into) {
            co_await from.close();
            into->done = true;
        }
    };
    asio::co_spawn(world.executor(), closer::run(api, ending), asio::detached);
    world.run_for(500us);
    auto more = api.subscribe(request("subscription { n }"));
    CHECK(world.run(more.next())->data_as<int>("n") == 1);
    CHECK(ending->done);
}

TEST_CASE("C4: a loop that ends before its client is closed takes everything with it") {
    // The sanitizers look.
    for (auto moment = 0us; moment < 20ms; moment += 500us) {
        one_stream on;
        const auto result = std::make_shared<outcome>();
        asio::co_spawn(on.world.executor(), run_next(on.events, result), asio::detached);
        asio::co_spawn(on.world.executor(), run_query(on.api, result), asio::detached);
        on.world.run_for(moment);
    }
}

TEST_CASE_FIXTURE(one_stream, "C7: a consumer that throws ends its own stream, and the server is told") {
    struct consumer {
        static asio::awaitable<void> fail(subscription events) {
            co_await events.next();
            throw std::runtime_error("no good");
        }
    };
    auto stream = api.subscribe(request("subscription { n }"));
    CHECK_THROWS_AS(world.run(consumer::fail(std::move(stream))), std::runtime_error);
    CHECK(world.run(events.next())->data_as<int>("n") == 1);
    world.run_for(1s);
    CHECK(server.count("complete") == 1);
    CHECK(server.connections().size() == 1);
}

TEST_CASE("C9: no wait depends on the calendar: a date in Retry-After is made a duration when it comes") {
    simulation world;
    simulated_server server(world);
    int asked = 0;
    server.on_request([&](const auto&) {
        simulated_reply reply;
        reply.body = R"({"data":{"n":1}})";
        if (++asked == 1) reply.status = 503, reply.headers = {{"Retry-After", "Thu, 01 Jan 2026 00:02:00 GMT"}};
        return reply;
    });
    client api(world.executor(), client_options(server.url()).timeout(1h));
    world.run(api.execute(request("{ n }")));
    CHECK(world.now() > 119s); // simulated time begins with that day
    CHECK(world.now() < 122s);
}

TEST_CASE("C12: a thousand clients of a server that restarts come back spread out") {
    simulation world;
    world.tracing(false);
    simulated_server server(world);
    server.on_subscribe(test::send_one);
    std::vector<client> clients;
    std::vector<subscription> streams;
    for (int i = 0; i < 1000; ++i) {
        clients.emplace_back(world.executor(), client_options(server.url()).timeout(0s));
        streams.push_back(clients.back().subscribe(request("subscription { n }")));
    }
    world.run_until([&] { return server.connections().size() == 1000; });
    server.stop_listening();
    for (auto& link : server.connections()) link.reset();
    world.run_for(30s);
    server.listen();
    const auto before = server.accepted();
    std::size_t busiest = 0;
    for (int second = 0; second < 90; ++second) {
        const auto at_first = server.accepted();
        world.run_for(1s);
        busiest = std::max(busiest, server.accepted() - at_first);
    }
    CHECK(server.accepted() - before == 1000);
    CHECK(server.connections().size() == 1000);
    CHECK(busiest < 100);
}

TEST_CASE("C13: a resume hook that throws ends its stream with kind callback") {
    simulation world;
    simulated_server server(world);
    server.on_subscribe([](auto link, const auto& operation) {
        test::send_one(link, operation);
        if (link.number() == 1) link.drop();
    });
    client api(world.executor(), server.url());
    subscribe_options options;
    options.resume([](json::object&, const response*) { throw std::range_error("no place to go on"); });
    auto broken = api.subscribe(request("subscription { n }"), options);
    auto other = api.subscribe(request("subscription { n }"));
    world.run(broken.next());
    for (int again = 0; again < 2; ++again) {
        const auto failure = test::caught([&] { world.run(broken.next()); });
        CHECK(failure.kind() == error_kind::callback);
        CHECK(std::string_view(failure.what()) == "the resume hook threw: no place to go on");
    }
    CHECK(world.run(other.next()));
}

TEST_CASE("C13: what a resume hook makes of the variables is what the server gets") {
    simulation world;
    simulated_server server(world);
    std::vector<json::object> seen;
    server.on_subscribe([&](auto link, const auto& operation) {
        seen.push_back(operation.variables);
        test::send_one(link, operation);
        if (link.number() <= 2) link.drop();
    });
    client api(world.executor(), server.url());
    int calls = 0;
    subscribe_options options;
    options.resume([&](json::object& variables, const response* last) {
        variables["call"] = ++calls;
        variables["last"] = last ? last->data().at("n") : json::value();
    });
    request operation("subscription { n }");
    operation.variable("kept", true);
    auto events = api.subscribe(operation, options);
    for (int i = 0; i < 3; ++i) world.run(events.next());
    REQUIRE(seen.size() == 3);
    CHECK(seen[0] == json::object{{"kept", true}});
    CHECK(seen[1] == json::object{{"kept", true}, {"call", 1}, {"last", 1}});
    CHECK(seen[2] == json::object{{"kept", true}, {"call", 2}, {"last", 1}});
}
