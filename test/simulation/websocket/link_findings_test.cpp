// Found from outside: links that are given up too early, closed too late, or chosen wrongly.
#include "../../support/cpu_time.hpp"
#include "../../support/websocket_frames.hpp"
#include "../support.hpp"

#include <corogql/detail/async_event.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// What a server sends on a thin line: bytes in order, so many in a tenth of a second. Pongs wait their turn.
class thin_line {
public:
    thin_line(simulation& world, std::size_t bytes_per_second) : world_(world), piece_(bytes_per_second / 10) {}

    void send(simulated_connection link, std::string_view bytes) {
        const bool idle = waiting_.empty();
        waiting_ += bytes;
        if (idle) drip(link);
    }
    /// From now on nothing moves any more.
    void stop() { stopped_ = true; }
    std::size_t left() const { return waiting_.size() - sent_; }

private:
    void drip(simulated_connection link) {
        if (stopped_) return;
        link.send_bytes(std::string_view(waiting_).substr(sent_, piece_));
        sent_ = std::min(waiting_.size(), sent_ + piece_);
        if (sent_ < waiting_.size()) return world_.after(100ms, [this, link] { drip(link); });
        waiting_.clear();
        sent_ = 0;
    }

    simulation& world_;
    std::size_t piece_, sent_ = 0;
    std::string waiting_;
    bool stopped_ = false;
};

std::string text_frame(std::string payload) { return wire::bytes({.payload = std::move(payload)}); }

std::string large_event(std::string_view id, std::size_t size) {
    return R"({"id":")" + std::string(id) + R"(","type":"next","payload":{"data":{"count":1,"filler":")" +
           std::string(size, 'x') + "\"}}}";
}

constexpr std::size_t four_megabit = 500'000; // bytes a second

} // namespace

TEST_CASE("FW1: a message that takes longer than a pong may is no silence: 12 MB at 4 Mbit/s, pongs within 2 s") {
    scene on;
    on.world.tracing(false);
    thin_line line(on.world, four_megabit);
    on.server.on_ping([&](auto link, const auto&) { line.send(link, text_frame(R"({"type":"pong"})")); });
    on.server.on_subscribe(
        [&](auto link, const auto& operation) { line.send(link, text_frame(large_event(operation.id, 12'000'000))); });
    client api = on.connect(websocket_options().ping_interval(1s).pong_timeout(2s));
    auto stream = counts(api);
    CHECK(on.next(stream) == 1);
    CHECK(on.world.now() > 24s);
    CHECK(on.world.now() < 25s);
    on.world.run_for(1min);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("FW1: half a message, and then nothing: the link is left within ping and pong time") {
    scene on;
    on.world.tracing(false);
    thin_line line(on.world, four_megabit);
    on.server.on_ping([&](auto link, const auto&) { line.send(link, text_frame(R"({"type":"pong"})")); });
    on.server.on_subscribe([&](auto link, const auto& operation) {
        line.send(link, text_frame(large_event(operation.id, 12'000'000)));
        on.world.after(10s, [&] { line.stop(); });
    });
    client api = on.connect(websocket_options().ping_interval(1s).pong_timeout(2s), no_reconnect());
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::lost, error_phase::stream);
    CHECK(on.world.now() > 12s);
    CHECK(on.world.now() < 13s + 200ms);
}

TEST_CASE("FW1: a ka that waits behind a large message is not missed; the server's ack says how long one may take") {
    for (const bool stalls : {false, true}) {
        CAPTURE(stalls);
        scene on;
        on.world.tracing(false);
        thin_line line(on.world, 100'000);
        on.server.on_init([&](auto link, const auto&) {
            link.ack({{"connectionTimeoutMs", 20'000}});
            link.send_text(R"({"type":"ka"})");
        });
        on.server.on_subscribe([&](auto link, const auto& operation) {
            auto event = large_event(operation.id, 5'000'000); // 50 s
            line.send(link, text_frame(event.replace(event.find("next"), 4, "data")));
            if (stalls) on.world.after(30s, [&] { line.stop(); });
        });
        client api = on.connect(legacy().ping_interval(0s), backoff_options().retries(0));
        auto stream = counts(api);
        if (!stalls) {
            CHECK(on.next(stream) == 1);
            CHECK(on.world.now() > 49s);
        }
        const auto seen = on.failure(stream); // no ka comes at all
        check_error(seen, error_kind::lost, error_phase::stream);
        CHECK(says(seen, "keep-alive"));
        CHECK(on.world.now() > 49s);
        CHECK(on.world.now() < (stalls ? 51s : 71s));
    }
}

TEST_CASE("FW2: a pong that comes while the writer is still busy counts") {
    scene on;
    on.world.tracing(false);
    on.server.on_ping([](auto link, const auto&) { link.send_text(R"({"type":"pong"})"); });
    client api = on.connect();
    auto stays = counts(api);
    on.world.run_for(100ms);
    on.world.network().latency(20ms);
    std::vector<subscription> large;
    const auto send = [&](std::size_t bytes) {
        request big("subscription($x: String) { count }");
        big.variable("x", std::string(bytes, 'x'));
        large.push_back(api.subscribe(std::move(big)));
    };
    // The ping, due at 25 s, is queued behind the first of these, and the second behind the ping.
    on.world.after(24'990ms - on.world.now(), [&] { send(600 * 1024); });
    on.world.after(25'010ms - on.world.now(), [&] { send(2 * 1024 * 1024); });
    // And this one has no ping before it, so no pong is waited for behind it.
    on.world.after(30s - on.world.now(), [&] { send(2 * 1024 * 1024); });
    on.world.run_for(48s); // before the next ping, which would be answered
    CHECK(on.server.count("ping") == 1);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("FW6: close() ends a connect() under way at once, whatever it waits for") {
    for (const auto limit : {10s, 0s})
        for (const bool dials : {true, false}) {
            CAPTURE(limit.count());
            CAPTURE(dials);
            scene on;
            if (dials)
                on.world.network().unreachable(true);
            else
                on.server.on_upgrade([](auto& asked) { asked.ignore = true; });
            client api = on.connect(on.options().connect_timeout(limit));
            std::exception_ptr failure;
            asio::co_spawn(on.world.executor(), api.connect(), [&](std::exception_ptr why) { failure = why; });
            on.world.run_for(1s);
            const auto before = on.world.now();
            on.world.run(api.close(), 1h);
            CHECK(on.world.now() - before < 10ms);
            REQUIRE(failure);
            CHECK(caught([&] { std::rethrow_exception(failure); }).kind() == error_kind::cancelled);
            on.world.network().unreachable(false); // and it can be used again
            on.server.on_upgrade([](auto&) {});
            on.world.run(api.connect(), 1h);
            CHECK(api.connected());
        }
}

TEST_CASE("FW8: a 1002 before the ack is no proof of a legacy server: the next connection offers both protocols") {
    scene on;
    on.server.speak({"graphql-transport-ws"});
    std::vector<std::vector<std::string>> offered;
    on.server.on_upgrade([&](auto& asked) { offered.push_back(asked.offered); });
    int begun = 0;
    on.server.on_init([&](auto link, const auto&) { ++begun == 1 ? link.close(1002, "hiccup") : link.ack(); });
    on.server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(1)); });
    client api = on.connect(no_reconnect());
    for (int i = 0; i < 3; ++i) {
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
    }
    CHECK(offered == std::vector<std::vector<std::string>>{{"graphql-transport-ws", "graphql-ws"},
                                                           {"graphql-ws"},
                                                           {"graphql-transport-ws", "graphql-ws"}});
}

TEST_CASE("FW8: a server that closes with 1002 always is asked three times, and the stream ends") {
    scene on;
    on.server.on_init([](auto link, const auto&) { link.close(1002, "no"); });
    client api = on.connect();
    auto stream = counts(api);
    check_error(on.failure(stream), error_kind::protocol, error_phase::init, 1002);
    CHECK(on.server.accepted() == 3);
    auto again = counts(api); // what was found out does not count any more
    check_error(on.failure(again), error_kind::protocol, error_phase::init, 1002);
    CHECK(on.server.accepted() == 6);
}

TEST_CASE("FW8: a legacy server is remembered once it has acknowledged, and reconsidered after an hour") {
    scene on;
    bool modern = false;
    std::vector<std::size_t> offered;
    on.server.on_upgrade([&](auto& asked) {
        offered.push_back(asked.offered.size());
        asked.chosen = asked.offered.front(); // as subscriptions-transport-ws echoes
    });
    on.server.on_init([&](auto link, const auto&) {
        modern == (link.subprotocol() == "graphql-transport-ws") ? link.ack() : link.close(1002, "");
    });
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        on.world.after(25min, [link]() mutable { link.drop(); });
    });
    client api = on.connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(api);
    for (const int link : {2, 3, 4}) CHECK(on.next(stream) == link); // within an hour
    CHECK(offered == std::vector<std::size_t>{2, 1, 1, 1});
    CHECK(on.next(stream) == 6);
    CHECK(offered == std::vector<std::size_t>{2, 1, 1, 1, 2, 1});
    modern = true;
    CHECK(on.next(stream) == 8); // it was replaced
    CHECK(offered == std::vector<std::size_t>{2, 1, 1, 1, 2, 1, 1, 2});
}

namespace {

/// What it costs to begin and end so many subscriptions beside a mutation, with or without a renewal that waits for it.
double cost_beside_mutation(int subscriptions, bool renewal_due) {
    scene on;
    on.world.tracing(false);
    client_options options = on.options();
    options.operations_over_websocket(true).credentials([](bool) -> asio::awaitable<credentials> {
        credentials given;
        given.authorization("token").valid_for(10s);
        co_return given;
    });
    client api = on.connect(std::move(options));
    auto mutation = api.subscribe(request("mutation { done }"));
    on.world.run_for(renewal_due ? 20s : 2s);
    const auto before = cpu_seconds();
    std::vector<subscription> all;
    for (int i = 0; i < subscriptions; ++i) all.push_back(counts(api));
    on.world.run_for(1s);
    CHECK(on.server.count("subscribe") == static_cast<std::size_t>(subscriptions) + 1);
    all.clear();
    on.world.run_for(1s);
    const auto cost = cpu_seconds() - before;
    CHECK(on.server.accepted() == 1);
    mutation.close();
    auto one = counts(api);
    on.world.run_for(20s);
    CHECK(on.server.accepted() > 1);
    return cost;
}

} // namespace

TEST_CASE("FW10: a renewal that waits for a mutation on the socket makes no other operation dearer") {
    const auto usual = cost_beside_mutation(20'000, false);
    CHECK(cost_beside_mutation(20'000, true) < 3 * usual);
}

TEST_CASE("close: who waits for credentials is told at once, whatever their provider does") {
    scene on;
    client api = on.connect(on.options().timeout(0s).credentials([&](bool) -> asio::awaitable<credentials> {
        const detail::async_event never;
        co_await never.wait();
        co_return credentials();
    }));
    std::exception_ptr failure;
    request question("{ a }");
    asio::co_spawn(on.world.executor(), api.execute(std::move(question)),
                   [&](std::exception_ptr why, response) { failure = why; });
    on.world.run_for(1s);
    on.world.run(api.close(), 1h);
    CHECK(on.world.now() < 1100ms);
    REQUIRE(failure);
    CHECK(caught([&] { std::rethrow_exception(failure); }).kind() == error_kind::cancelled);
    CHECK(on.server.accepted() == 0);
}

TEST_CASE("connect: what its caller has cancelled is given up at once") {
    scene on;
    on.server.on_upgrade([](auto& asked) { asked.ignore = true; });
    client api = on.connect();
    asio::cancellation_signal stop;
    asio::co_spawn(on.world.executor(), api.connect(), asio::bind_cancellation_slot(stop.slot(), asio::detached));
    on.world.run_for(1s);
    CHECK(on.server.connections().size() == 1);
    stop.emit(asio::cancellation_type::terminal);
    on.world.run_for(100ms);
    CHECK(on.server.connections().empty());
    on.world.run_for(1h);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("FW13: connect() on a link that is about to be closed as idle gives it its time anew") {
    scene on;
    client api = on.connect();
    on.world.run(api.connect());
    on.world.run_for(2990ms);
    on.world.run(api.connect());
    on.world.run_for(2900ms);
    CHECK(api.connected());
    CHECK(on.server.accepted() == 1);
    on.world.run_for(200ms);
    CHECK(!api.connected());
}

namespace {

/// Tokens that are good for ten minutes; the provider fails when it is asked for a fresh one for the nth time.
client_options renewing(scene& on, int& refreshed, int fails) {
    return on.options().credentials([&refreshed, fails](bool refused) -> asio::awaitable<credentials> {
        if (refused && ++refreshed == fails) throw std::runtime_error("token endpoint: 503");
        credentials given;
        given.authorization("token " + std::to_string(refreshed)).valid_for(10min);
        co_return given;
    });
}

} // namespace

TEST_CASE("FW13: a renewal that failed is tried again before the old credentials expire") {
    for (const bool provider_fails : {true, false}) {
        CAPTURE(provider_fails);
        scene on;
        int refreshed = 0, lost = 0;
        on.server.on_init([&](auto link, const auto&) {
            link.ack();
            on.world.after(10min, [link]() mutable { link.close(4401, "expired"); });
        });
        on.server.on_subscribe([](auto link, const auto& operation) {
            link.next(operation.id, count_data(static_cast<int>(link.number())));
        });
        auto options = renewing(on, refreshed, provider_fails ? 1 : 0);
        options.on_lifecycle([&](const lifecycle_event& event) {
            lost += event.what == lifecycle_event::type::disconnected && event.reason->kind() != error_kind::cancelled;
        });
        client api = on.connect(std::move(options));
        auto stream = counts(api);
        CHECK(on.next(stream) == 1);
        if (!provider_fails) {
            on.world.after(530s, [&] { on.server.stop_listening(); });
            on.world.after(545s, [&] { on.server.listen(); });
        }
        CHECK(on.next(stream) == 2);
        CHECK(on.world.now() < 10min);
        CHECK(refreshed == (provider_fails ? 2 : 1)); // what was fresh already is not refreshed again
        CHECK(lost == 0);
        CHECK(on.server.connections().size() == 1);
    }
}

TEST_CASE("FW13: a link that takes over is read at once, however long the old one's goodbye takes") {
    scene on;
    int refreshed = 0;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) on.world.after(535s, [link]() mutable { link.stop_reading(); }); // no goodbye from it
    });
    client api = on.connect(renewing(on, refreshed, 0));
    auto stream = counts(api, subscribe_options().notices(true));
    CHECK(on.next(stream) == 1);
    const auto notice = on.world.run(stream.next(), 2h);
    REQUIRE(notice);
    REQUIRE(notice->notice());
    CHECK(notice->notice()->down < 100ms);
    CHECK(on.next(stream) == 2);
    CHECK(on.world.now() < 9min + 100ms);
    CHECK(on.server.accepted() == 2);
    // close() waits for both.
    const auto before = on.world.now();
    on.world.run(api.close(), 1min);
    CHECK(on.world.now() - before > 1s);
    CHECK(on.world.now() - before < 3s);
}
