// A thousand requests on eight connections, under a server that restarts.
#include "../support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

constexpr std::size_t requests = 1000, connections = 8;
constexpr auto patience = 30s;

struct request_end {
    bool mutation = false;
    bool answered = false;
    std::optional<error> failure;
    std::chrono::nanoseconds at{0};
    bool ended() const { return answered || failure; }
};

/// Executes at once or after a while, answers later, restarts twice, and counts.
class restarting_server {
public:
    restarting_server(simulation& world, simulated_server& server) : world_(world), server_(server) {
        server_.on_request([this](const simulated_request& asked) {
            most_ = std::max(most_, ++busy_);
            const auto name = asked.body.substr(asked.body.find("n:") + 2, 4);
            ++executed_[name];
            simulated_reply reply;
            reply.body = R"({"data":{"n":")" + name + "\"}}";
            reply.delay = std::chrono::milliseconds(1 + world_.below(50));
            world_.after(reply.delay, [this] { --busy_; });
            if (world_.chance(0.02)) reply.cut_after = world_.below(120), reply.then = some_end();
            if (world_.chance(0.02)) reply.drop = true;
            return reply;
        });
        for (const auto when : {700ms, 2100ms}) world_.after(when, [this] { stop(); });
    }

    int executed(const std::string& name) { return executed_[name]; }
    std::size_t most_at_once() const { return most_; }
    int restarts() const { return restarts_; }

private:
    simulated_ending some_end() { return world_.chance(0.5) ? simulated_ending::drop : simulated_ending::reset; }
    void stop() {
        server_.stop_listening();
        for (auto link : server_.connections()) some_end() == simulated_ending::drop ? link.drop() : link.reset();
        world_.after(500ms, [this] {
            server_.listen();
            ++restarts_;
        });
    }

    simulation& world_;
    simulated_server& server_;
    std::map<std::string, int> executed_;
    std::size_t busy_ = 0, most_ = 0;
    int restarts_ = 0;
};

std::string name_of(std::size_t index) { return std::to_string(1000 + index); }

} // namespace

TEST_CASE("restarts: of 1,000 requests on 8 connections each is answered or fails with a true reason, in time") {
    std::size_t answered = 0, uncertain = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        scene on(seed);
        on.world.tracing(false);
        on.world.network().latency(1ms, 20ms).fragments(seed % 2 == 0);
        restarting_server site(on.world, on.server);
        client api = on.connect(on.options().timeout(patience).http(http_options().max_connections(connections)));
        std::vector<request_end> endings(requests);
        std::size_t ended = 0;
        for (std::size_t i = 0; i < requests; ++i) {
            endings[i].mutation = i % 2 == 0;
            request operation((endings[i].mutation ? "mutation { n:" : "query { n:") + name_of(i) + " }");
            asio::co_spawn(on.world.executor(), api.execute(std::move(operation)),
                           [&, i](std::exception_ptr failure, response answer) {
                               auto& mine = endings[i];
                               REQUIRE(!mine.ended());
                               mine.at = on.world.now();
                               ++ended;
                               if (failure)
                                   mine.failure = caught([&] { std::rethrow_exception(failure); });
                               else
                                   mine.answered = answer.data_as<std::string>("n") == name_of(i);
                           });
        }
        CHECK(on.world.run_until([&] { return ended == requests; }, 10min));
        CHECK(site.restarts() == 2);
        CHECK(site.most_at_once() == connections);
        for (std::size_t i = 0; i < requests; ++i) {
            CAPTURE(i);
            const auto& mine = endings[i];
            const int executed = site.executed(name_of(i));
            REQUIRE(mine.ended());
            CHECK(mine.at <= patience + 1ms);
            if (mine.mutation) CHECK(executed <= 1);
            if (mine.answered) CHECK(executed >= 1);
            answered += mine.answered;
            if (!mine.failure) continue;
            CAPTURE(mine.failure->what());
            CHECK((mine.failure->possibly_executed() || executed == 0));
            const auto kind = mine.failure->kind();
            CHECK((kind == error_kind::lost || kind == error_kind::protocol || kind == error_kind::connect ||
                   kind == error_kind::timeout));
            uncertain += mine.failure->possibly_executed();
        }
        on.world.run_for(1min);
        CHECK(on.server.connections().empty()); // idle ones are closed, and none is left behind
    }
    CHECK(answered > 9'000);
    CHECK(uncertain > 10); // the restarts did hit some mutations
}

TEST_CASE("restarts: who subscribes after all attempts were used up has all of them again, from the shortest wait on") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        scene on(seed);
        on.server.stop_listening();
        std::vector<std::pair<unsigned, std::chrono::nanoseconds>> waits;
        auto options = on.options(backoff_options().retries(5).initial(1s));
        client api = on.connect(options.on_lifecycle([&](const lifecycle_event& event) {
            if (event.what == lifecycle_event::type::waiting) waits.emplace_back(event.attempt, event.wait);
        }));
        for (int round = 0; round < 3; ++round) {
            waits.clear();
            auto numbers = counts(api);
            CHECK(on.failure(numbers).attempts() == 6);
            REQUIRE(waits.size() == 5);
            for (unsigned i = 0; i < waits.size(); ++i) {
                CHECK(waits[i].first == i + 1);
                CHECK(waits[i].second <= 1s * (1 << i));
            }
        }
    }
}
