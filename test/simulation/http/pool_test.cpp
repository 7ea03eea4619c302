// The HTTP connections of a client, all of them together.
#include "../support.hpp"

#include "engine/http/pool.hpp"

#include "testing/simulation/simulated_world.hpp"
#include "transport/asio/runtime_source.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <memory>
#include <set>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

const std::string one_response = R"({"data":{"a":1}})";

simulated_reply response_with(unsigned status, std::string body, std::chrono::nanoseconds delay = 0s) {
    simulated_reply answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.delay = delay;
    return answer;
}

/// What each of these came to: "ok", or the kind of its error.
std::map<std::string, int> tally(std::vector<std::future<response>>& all) {
    std::map<std::string, int> kinds;
    for (auto& each : all) {
        REQUIRE(each.wait_for(0s) == std::future_status::ready);
        try {
            each.get();
            ++kinds["ok"];
        } catch (const error& failure) {
            ++kinds[std::string(to_string(failure.kind()))];
        }
    }
    return kinds;
}

} // namespace

TEST_CASE("warm_up opens connections ahead, no more than may be, and counts what is there") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response); });
    client api = on.connect(on.options().http(http_options().max_connections(6)));
    on.world.run(api.warm_up(4));
    CHECK(on.server.accepted() == 4);
    auto seen = api.statistics();
    CHECK(seen.http_open == 4);
    CHECK(seen.http_idle == 4);
    CHECK(seen.http_dials == 4);
    on.world.run_for(1s);
    CHECK(api.statistics().http_idle == 4);
    on.world.run(api.warm_up(4));
    CHECK(on.server.accepted() == 4);
    on.world.run(api.warm_up(100));
    CHECK(on.server.accepted() == 6);
    for (int i = 0; i < 20; ++i) on.world.run(api.execute(request("{a}")));
    CHECK(on.server.accepted() == 6);
    on.world.run_for(1h);
    seen = api.statistics();
    CHECK(seen.http_open == 0);
    CHECK(seen.http_idle == 0);
}

TEST_CASE("warm_up: with a completion token, whose handler without an executor is called on the client's") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response); });
    client api = on.connect();
    bool over = false, there = false;
    const auto home = api.get_executor();
    api.async_warm_up(2, [&](std::exception_ptr failure) {
        over = true;
        there = !failure && home.target<asio::strand<asio::io_context::executor_type>>()->running_in_this_thread();
    });
    on.world.run_for(1s);
    CHECK(over);
    CHECK(there);
    CHECK(api.statistics().http_idle == 2);
    const client other = std::move(api);
    CHECK(other.get_executor() == home);
    CHECK(api.get_executor() == asio::system_executor());
}

TEST_CASE("warm_up fails when nobody listens, within the connect timeout, and leaves nothing behind") {
    scene on;
    on.server.stop_listening();
    client api = on.connect();
    const auto failure = caught([&] { on.world.run(api.warm_up(3)); });
    CHECK(to_string(failure.kind()) == "connect");
    CHECK(api.statistics().http_open == 0);
    on.server.listen();
    on.world.run(api.warm_up(3));
    CHECK(api.statistics().http_idle == 3);
}

TEST_CASE("warm_up: what is open already serves meanwhile, and each connection opened is another") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response); });
    client api = on.connect();
    on.world.network().latency(1ms, 4s);
    auto warm = asio::co_spawn(on.world.executor(), api.warm_up(6), asio::use_future);
    REQUIRE(on.world.run_until([&] { return on.server.accepted() > 0; }));
    on.world.network().latency(1ms);
    for (int i = 0; i < 3; ++i) on.world.run(api.execute(request("{a}")));
    CHECK(on.server.accepted() < 6);
    CHECK(warm.wait_for(0s) == std::future_status::timeout);
    on.world.run_for(10s);
    REQUIRE(warm.wait_for(0s) == std::future_status::ready);
    warm.get();
    CHECK(on.server.accepted() == 6);
    CHECK(api.statistics().http_dials == 6);
    CHECK(api.statistics().http_idle == 6);
}

TEST_CASE("warm_up: close() and the client's end end it with kind cancelled") {
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        scene on;
        on.world.network().unreachable(true);
        std::optional<client> api(on.connect());
        auto warm = asio::co_spawn(on.world.executor(), api->warm_up(3), asio::use_future);
        on.world.run_for(1s);
        if (destroyed)
            api.reset();
        else
            on.world.run(api->close());
        on.world.run_for(1ms);
        REQUIRE(warm.wait_for(0s) == std::future_status::ready);
        CHECK(to_string(caught([&] { warm.get(); }).kind()) == "cancelled");
        if (!destroyed) CHECK(api->statistics().http_open == 0);
    }
}

TEST_CASE("warm_up: close() leaves no connection behind, even one that was just made") {
    for (int hops = 0; hops < 10; ++hops) {
        CAPTURE(hops);
        scene on;
        client api = on.connect(on.options().single_threaded(true)); // no strand between what we post and what it does
        auto warm = asio::co_spawn(on.world.executor(), api.warm_up(2), asio::use_future);
        const auto go_on = std::make_shared<std::function<void(int)>>();
        *go_on = [&, again = std::weak_ptr(go_on)](int left) {
            if (left == 0) return api.async_close([](std::exception_ptr) {});
            asio::post(on.world.executor(), [next = again.lock(), left] { (*next)(left - 1); });
        };
        auto& door = on.world.world().listening.at("server:80");
        door = [&, opened = door](auto socket) {
            opened(std::move(socket));
            (*go_on)(hops); // while who dialled is on its way to hear of it
        };
        on.world.run_for(1s);
        CHECK(api.statistics().http_open == 0);
        REQUIRE(warm.wait_for(0s) == std::future_status::ready);
        try {
            warm.get(); // done before
        } catch (const error& failure) {
            CHECK(to_string(failure.kind()) == "cancelled");
        }
    }
}

TEST_CASE("warm_up: one that is cancelled dials no more") {
    scene on;
    on.world.network().unreachable(true);
    client api = on.connect();
    asio::cancellation_signal stop;
    auto warm = asio::co_spawn(on.world.executor(), api.warm_up(3),
                               asio::bind_cancellation_slot(stop.slot(), asio::use_future));
    on.world.run_for(1s);
    CHECK(api.statistics().http_open == 3);
    stop.emit(asio::cancellation_type::terminal);
    on.world.run_for(1ms);
    CHECK(api.statistics().http_open == 0);
    CHECK_THROWS_AS(warm.get(), boost::system::system_error);
    auto abandoned = asio::co_spawn(on.world.executor(), api.warm_up(3), asio::use_future);
    on.world.run_for(1s);
}

TEST_CASE("the queue for a connection is counted") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response, 10s); });
    client api = on.connect(on.options().http(http_options().max_connections(2)));
    std::vector<std::future<response>> answers;
    for (int i = 0; i < 7; ++i) answers.push_back(api.async_execute(request("{a}"), asio::use_future));
    on.world.run_for(5s);
    CHECK(api.statistics().http_waiting == 5);
    CHECK(api.statistics().http_open == 2);
    CHECK(api.statistics().http_idle == 0);
    on.world.run_for(60s);
    CHECK(tally(answers) == std::map<std::string, int>{{"ok", 7}});
    CHECK(api.statistics().http_waiting == 0);
}

TEST_CASE("a client may go while it dials") {
    scene on;
    on.world.network().unreachable(true);
    std::optional<client> api(on.connect());
    std::vector<std::future<response>> answers;
    for (int i = 0; i < 3; ++i) answers.push_back(api->async_execute(request("{a}"), asio::use_future));
    on.world.run_for(1s);
    api.reset();
    on.world.run_for(1h);
    CHECK(tally(answers) == std::map<std::string, int>{{"cancelled", 3}});
}

TEST_CASE("close(drain): what was begun may end, what comes later is refused, and it takes no longer than it must") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response, 10s); });
    client api = on.connect(on.options().http(http_options().max_connections(2)));
    std::vector<std::future<response>> begun, late;
    for (int i = 0; i < 4; ++i) begun.push_back(api.async_execute(request("mutation {a}"), asio::use_future));
    on.world.run_for(1s);
    auto closed = api.async_close(60s, asio::use_future);
    on.world.run_for(1s);
    late.push_back(api.async_execute(request("mutation {a}"), asio::use_future));
    on.world.run_for(19s);
    CHECK(tally(begun) == std::map<std::string, int>{{"ok", 4}});
    CHECK(tally(late) == std::map<std::string, int>{{"cancelled", 1}});
    REQUIRE(closed.wait_for(0s) == std::future_status::ready);
    CHECK(api.statistics().http_open == 0);
    CHECK(on.world.run(api.execute(request("{a}"))).ok()); // new work may follow
}

TEST_CASE("close(drain): what has not ended by then is cancelled") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response, 1h); });
    client api = on.connect();
    std::vector<std::future<response>> begun;
    begun.push_back(api.async_execute(request("mutation {a}"), asio::use_future));
    on.world.run_for(1s);
    on.world.run(api.close(30s));
    CHECK(on.world.now() >= 31s);
    CHECK(on.world.now() < 40s);
    on.world.run_for(1s);
    CHECK(tally(begun) == std::map<std::string, int>{{"cancelled", 1}});
}

TEST_CASE("retry budget: an outage is not multiplied") {
    scene on;
    int asked = 0;
    on.server.on_request([&](const auto&) { return ++asked, response_with(500, "broken"); });
    client api = on.connect(on.options().retry(retry_options().retries(4).budget(0.1, 1)));
    std::vector<std::future<response>> answers;
    for (int i = 0; i < 1000; ++i) answers.push_back(api.async_execute(request("{a}"), asio::use_future));
    on.world.run_for(1h);
    CHECK(tally(answers) == std::map<std::string, int>{{"http", 1000}});
    CHECK(asked >= 1000);
    CHECK(asked < 1000 + 11 + 100 + 150); // saved up, a tenth, and one for each second that it took
    CHECK(api.statistics().retries_denied > 800);
}

TEST_CASE("retry budget: a failure that it made final says so") {
    scene on;
    on.server.on_request([&](const auto&) { return response_with(500, "broken"); });
    client api = on.connect(on.options().retry(retry_options().budget(0, 0)));
    const auto failure = caught([&] { on.world.run(api.execute(request("{a}"))); });
    CHECK(failure.attempts() == 2);
    CHECK(says(failure, "the client's retry budget is spent"));
    on.server.stop_listening();
    on.world.run_for(1h);
    const auto unsent = caught([&] { on.world.run(api.execute(request("{a}"))); });
    CHECK(unsent.attempts() == 5); // it burdens nobody
}

TEST_CASE("retry budget: a server that asks for more patience than there is costs nothing") {
    scene on;
    int asked = 0;
    on.server.on_request([&](const auto&) {
        auto answer = response_with(503, "busy");
        if (asked++ == 0) answer.headers = {{"Retry-After", "3600"}};
        return answer;
    });
    client api = on.connect(on.options().retry(retry_options().budget(0, 0))); // one is saved up
    CHECK(caught([&] { on.world.run(api.execute(request("{a}"))); }).attempts() == 1);
    CHECK(caught([&] { on.world.run(api.execute(request("{a}"))); }).attempts() == 2);
    CHECK(api.statistics().retries_denied == 1);
}

TEST_CASE("idempotency keys: one for each mutation, the same for all its attempts, which are repeated") {
    scene on;
    std::vector<std::string> keys;
    on.server.on_request([&](const simulated_request& request) {
        std::string key;
        for (const auto& [name, value] : request.headers)
            if (name == "Idempotency-Key") key += value;
        keys.push_back(key);
        return keys.size() % 3 == 0 ? response_with(200, one_response) : response_with(500, "perhaps done");
    });
    client api = on.connect(on.options().retry(retry_options().idempotency_keys(true)));
    on.world.run(api.execute(request("mutation {a}")));
    on.world.run(api.execute(request("mutation {a}")));
    on.world.run(api.execute(request("mutation {a}").idempotency_key("mine")));
    on.world.run(api.execute(request("{a}")));
    REQUIRE(keys.size() == 12);
    on.world.run(api.execute(request("mutation {a}").header("Idempotency-Key", "order 7")));
    CHECK(keys.back() == "order 7");
    CHECK(keys[0].size() == 36);
    CHECK(keys[0] != keys[3]);
    for (int i : {0, 3, 6, 9}) CHECK(std::set<std::string>(keys.begin() + i, keys.begin() + i + 3).size() == 1);
    CHECK(keys[6] == "mine");
    CHECK(keys[9].empty());
    client plain = on.connect();
    keys.clear();
    CHECK(caught([&] { on.world.run(plain.execute(request("mutation {a}"))); }).possibly_executed());
    CHECK(keys == std::vector<std::string>{""});
}

namespace {

asio::awaitable<void> ask_and_leave(std::shared_ptr<engine::http_pool> pool) {
    const auto whenever = transport::runtime::time_point::max();
    const auto lease = co_await pool->acquire(whenever, false);
    transport::http_request request;
    request.method = "GET";
    request.target = "/graphql";
    request.authority = "server";
    (*lease).begin(request, whenever);
}

} // namespace

// A client's own calls close what they leave; this is the pool's part, whatever its users do.
TEST_CASE("pool: a connection whose answer is still to come is closed when it is given back") {
    scene on;
    on.server.on_request([](const auto&) { return response_with(200, one_response, 1s); });
    const auto pool = std::make_shared<engine::http_pool>(transport::make_runtime(on.world.executor()),
                                                          std::make_shared<const engine::settings>(on.options()),
                                                          std::make_shared<engine::counters>());
    on.world.run(ask_and_leave(pool));
    CHECK_FALSE(pool->try_acquire(false, engine::http_connection::look::always));
    on.world.run_for(2s);
    CHECK(on.server.connections().empty());
}
