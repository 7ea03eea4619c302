// Random faults, one seed a run. `chaos FIRST COUNT` runs so many seeds from FIRST on and names those in which a
// promise was broken; `chaos SEED` runs one and prints its trace.
#include "chaos_server.hpp"

#include <corogql/client.hpp>
#include <corogql/decode.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace corogql;
using namespace corogql::chaos;
using namespace std::chrono_literals;

namespace {

enum class style { resumed, resumed_over_own_socket, resumed_by_hook, live, newest };

struct consumer {
    std::string name;
    style how;
    int last = 0; ///< event of the topic
    std::chrono::nanoseconds laziest{0};
    bool leaves = false;
    bool done = false;
};

/// Reads a stream to its end, checking that each event is the one that is due.
asio::awaitable<void> consume(simulation& world, chaos_server& server, subscription events,
                              std::shared_ptr<consumer> self) {
    int seen = 0;
    bool first = true, gap = false;
    try {
        while (auto event = co_await events.next()) {
            if (const auto* notice = event->notice()) {
                gap = gap || notice->gap();
                continue;
            }
            const auto n = event->data_as<int>("n");
            const bool exact = self->how != style::live && self->how != style::newest;
            if (exact ? n != seen + 1 : n <= seen)
                server.violated(self->name + " got event " + std::to_string(n) + " after " + std::to_string(seen));
            if (!exact && !first && n != seen + 1 && !gap)
                server.violated(self->name + " was not told of a gap between " + std::to_string(seen) + " and " +
                                std::to_string(n));
            seen = n;
            first = gap = false;
            if (self->leaves && world.chance(0.1)) {
                self->done = true;
                co_return; // and the handle is destroyed
            }
            if (self->laziest.count() > 0 && world.chance(0.2)) {
                const std::chrono::nanoseconds pause(world.below(static_cast<std::size_t>(self->laziest.count())));
                co_await world.sleep(pause);
            }
        }
        const bool exact = self->how != style::live && self->how != style::newest;
        if (exact && seen != self->last) server.violated(self->name + " ended at event " + std::to_string(seen));
        const auto again = co_await events.next();
        if (again || !events.done()) server.violated(self->name + " did not end once");
    } catch (const std::exception& failure) {
        server.violated(self->name + " failed: " + failure.what());
    }
    self->done = true;
}

/// One mutation after the other. Each is executed at most once, and what is said of its fate is true.
asio::awaitable<void> mutate(simulation& world, chaos_server& server, client& api, std::string name, int count,
                             std::shared_ptr<int> left) {
    for (int i = 0; i < count; ++i) {
        const auto own = name + "-" + std::to_string(i);
        const auto limit = std::chrono::seconds(1 + world.below(30));
        request operation("mutation($name: String) { done(name: $name) }");
        operation.variable("name", own).timeout(limit);
        const auto start = world.now();
        try {
            const bool over_socket = world.chance(0.5);
            if (over_socket) {
                auto result = api.subscribe(std::move(operation));
                const auto event = co_await result.next();
                if (!event) server.violated(own + " ended without a result");
            } else {
                const auto answer = co_await api.execute(std::move(operation));
                if (!answer.ok()) server.violated(own + " was answered with errors");
            }
            if (server.executed(own) != 1) server.violated(own + " succeeded without being executed");
        } catch (const error& failure) {
            if (!failure.possibly_executed() && server.executed(own) != 0)
                server.violated(own + " was executed, but its error says it was not: " + failure.what());
        }
        if (world.now() > start + limit + 1ms)
            server.violated(own + " outlived its deadline: " +
                            std::to_string(std::chrono::duration<double>(world.now() - start).count()) + " s");
        const std::chrono::nanoseconds pause(world.below(5'000'000'000));
        co_await world.sleep(pause);
    }
    --*left;
}

asio::awaitable<credentials> present(chaos_server& server, std::string& cached, bool refused,
                                     std::chrono::nanoseconds life) {
    if (refused || cached.empty()) cached = server.token();
    credentials given;
    given.authorization(cached).valid_for(life);
    co_return given;
}

client_options make_options(simulation& world, chaos_server& server, std::string& cached) {
    client_options options(server.url());
    websocket_options websocket;
    websocket.ping_interval(5s).pong_timeout(3s).ack_timeout(3s);
    options.reconnect(backoff_options().initial(500ms).max(5s));
    if (world.chance(0.2)) {
        websocket.protocol(websocket_protocol::graphql_ws);
        options.silence_timeout(12s);
    }
    if (world.chance(0.2)) websocket.idle_timeout(0s);
    options.websocket(std::move(websocket)).timeout(0s);
    const std::chrono::nanoseconds life = world.chance(0.4) ? std::chrono::seconds(3 + world.below(40)) : 0s;
    options.credentials([&server, &cached, life](bool refused) { return present(server, cached, refused, life); });
    return options;
}

std::shared_ptr<consumer> start_consumer(simulation& world, chaos_server& server, client& api, std::size_t number) {
    auto self = std::make_shared<consumer>();
    self->name = "consumer-" + std::to_string(number);
    self->how = static_cast<style>(world.below(5));
    self->last = 1 + static_cast<int>(world.below(60));
    self->leaves = world.chance(0.15);
    if (world.chance(0.4)) self->laziest = 3s;
    const auto topic = server.add_topic(self->last, 100s);
    request operation("subscription($topic: Int, $after: Int, $consumer: String) { n }");
    operation.variable("topic", topic).variable("consumer", self->name);
    subscribe_options options;
    options.notices(true).buffer(1 + world.below(20));
    if (self->how == style::newest) options.overflow(overflow_policy::drop_oldest);
    if (self->how == style::live) options.overflow(overflow_policy::block);
    if (self->how == style::live && self->laziest.count() > 0) server.expect_no_pongs();
    if (self->how == style::resumed_by_hook) {
        operation.variable("after", 0);
        options.resume([](json::object& variables, const response* last) {
            if (last) variables["after"] = last->data().at("n");
        });
    } else if (self->how == style::resumed || self->how == style::resumed_over_own_socket) {
        operation.variable("after", 0);
        options.resume("/data/n", "after").own_socket(self->how == style::resumed_over_own_socket);
    }
    auto events = api.subscribe(std::move(operation), std::move(options));
    asio::co_spawn(world.executor(), consume(world, server, std::move(events), self), asio::detached);
    return self;
}

void check_end(simulation& world, chaos_server& server, client& api) {
    world.run(api.close(), 10s);
    world.run_for(1min);
    if (api.statistics().operations != 0) server.violated("operations are left after close()");
    if (server.sessions() != 0) server.violated("the server still serves somebody after close()");
}

/// Streams and mutations while the server misbehaves; then it recovers, and everything must come to its end.
void live_through(simulation& world, chaos_server& server) {
    world.network().latency(1ms, std::chrono::milliseconds(1 + world.below(100))).fragments(world.chance(0.5));
    std::string cached;
    const auto options = make_options(world, server, cached);
    client api(world.executor(), options);
    std::vector<std::shared_ptr<consumer>> consumers;
    for (auto n = 1 + world.below(5); n > 0; --n) consumers.push_back(start_consumer(world, server, api, n));
    const auto left = std::make_shared<int>(static_cast<int>(world.below(3)));
    for (int n = *left; n > 0; --n) {
        auto work = mutate(world, server, api, "mutation-" + std::to_string(n), 8, left);
        asio::co_spawn(world.executor(), std::move(work), asio::detached);
    }
    server.misbehave(120s);
    const auto all_done = [&] {
        return *left == 0 && std::all_of(consumers.begin(), consumers.end(), [](const auto& c) { return c->done; });
    };
    if (!world.run_until(all_done, 30min)) {
        for (const auto& each : consumers)
            if (!each->done) server.violated(each->name + " never ended");
        if (*left != 0) server.violated("mutations never ended");
    }
    check_end(world, server, api);
}

asio::awaitable<void> fail_at_last(chaos_server& server, subscription events, int retries, std::shared_ptr<bool> done) {
    try {
        while (auto event = co_await events.next()) {
        }
        server.violated("a stream of a hopeless server ended well");
    } catch (const error& failure) {
        if (failure.kind() != error_kind::lost || failure.attempts() != static_cast<unsigned>(retries) + 1)
            server.violated("a hopeless stream ended with: " + std::string(failure.what()) + " after " +
                            std::to_string(failure.attempts()) + " attempts");
    }
    *done = true;
}

/// A server that acknowledges and dies must be given up after the retries that were allowed, and left more and more
/// time.
void give_up(simulation& world, chaos_server& server) {
    server.be_hopeless();
    const auto retries = static_cast<int>(1 + world.below(12));
    std::string cached;
    auto options = make_options(world, server, cached);
    options.reconnect(backoff_options().retries(retries));
    client api(world.executor(), options);
    server.add_topic(5, 10s);
    request operation("subscription { n }");
    operation.variable("topic", 0).variable("consumer", "hopeless");
    const auto done = std::make_shared<bool>(false);
    auto work = fail_at_last(server, api.subscribe(std::move(operation)), retries, done);
    asio::co_spawn(world.executor(), std::move(work), asio::detached);
    if (!world.run_until([&] { return *done; }, 1h)) server.violated("a hopeless server was never given up");
    if (server.accepted() > static_cast<std::size_t>(retries) + 1) server.violated("more attempts than allowed");
    check_end(world, server, api);
}

/// What was violated.
std::vector<std::string> run(std::uint64_t seed, bool show) {
    simulation world(seed);
    world.tracing(show);
    chaos_server server(world);
    try {
        world.chance(0.05) ? give_up(world, server) : live_through(world, server);
    } catch (const std::exception& failure) {
        server.violated(failure.what());
    }
    if (show) std::fputs(world.trace().c_str(), stdout);
    return server.violations();
}

} // namespace

int main(int count, char** arguments) {
    const auto number = [&](int n) { return std::strtoull(arguments[n], nullptr, 10); };
    if (count == 2) return run(number(1), true).empty() ? 0 : 1;
    const auto first = count > 1 ? number(1) : 1;
    const auto seeds = count > 2 ? number(2) : 1000;
    unsigned long long failed = 0;
    for (auto seed = first; seed < first + seeds; ++seed) {
        const auto violations = run(seed, false);
        if (violations.empty()) continue;
        ++failed;
        std::printf("seed %llu: %s; replay it with: %s %llu\n", static_cast<unsigned long long>(seed),
                    violations.front().c_str(), arguments[0], static_cast<unsigned long long>(seed));
    }
    std::printf("chaos: %llu passed, %llu failed\n", seeds - failed, failed);
    return failed == 0 ? 0 : 1;
}
