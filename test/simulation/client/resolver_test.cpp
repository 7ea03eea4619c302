// Names that a function of the caller's looks up.
#include "../http/http_support.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

using addresses = std::vector<asio::ip::address>;

asio::awaitable<addresses> found_after(simulation& world, std::chrono::nanoseconds time, std::string found) {
    co_await world.sleep(time);
    addresses all;
    if (!found.empty()) all.push_back(asio::ip::make_address(found));
    co_return all;
}

asio::awaitable<addresses> hang(simulation& world, bool& cancelled) {
    try {
        co_await world.sleep(1h);
    } catch (const std::exception&) {
        cancelled = true;
    }
    co_return addresses();
}

asio::awaitable<addresses> several(simulation& world) {
    co_await world.sleep(1ms);
    addresses all;
    for (const auto* each : {"10.0.0.6", "10.0.0.7"}) all.push_back(asio::ip::make_address(each));
    co_return all;
}

struct named_scene {
    explicit named_scene(resolver_function function) {
        server.on_request([](const auto&) { return good(); });
        api.emplace(world.executor(), client_options("http://somewhere.example/graphql")
                                          .resolver(std::move(function))
                                          .timeout(2s)
                                          .retry(retry_options().retries(0)));
    }
    error refused() {
        return caught([&] { world.run(api->execute(query), 1h); });
    }

    simulation world;
    simulated_server server{world, "10.0.0.7"};
    std::optional<client> api;
};

} // namespace

TEST_CASE("resolver: it is asked with the host's name each time that one is dialled") {
    std::vector<std::string> asked;
    simulation* world = nullptr;
    named_scene on([&](std::string host) {
        asked.push_back(host);
        return found_after(*world, 1ms, "10.0.0.7");
    });
    world = &on.world;
    CHECK(on.world.run(on.api->execute(query), 1h).ok());
    CHECK(on.world.run(on.api->execute(query), 1h).ok());
    CHECK(asked == std::vector<std::string>{"somewhere.example"});
    auto stream = on.api->subscribe(request("subscription { count }"));
    on.world.run_for(1s);
    CHECK(asked == std::vector<std::string>{"somewhere.example", "somewhere.example"});
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("resolver: no address, and its failure, are failures of the lookup") {
    simulation* world = nullptr;
    named_scene none([&](std::string) { return found_after(*world, 1ms, ""); });
    world = &none.world;
    const auto empty = none.refused();
    check_error(empty, error_kind::connect, error_phase::resolve);
    CHECK(says(empty, "somewhere.example"));
    CHECK(!empty.possibly_executed());

    named_scene failing([](std::string) -> asio::awaitable<addresses> {
        throw boost::system::system_error(asio::error::host_not_found);
    });
    const auto failed = failing.refused();
    check_error(failed, error_kind::connect, error_phase::resolve);
    CHECK(says(failed, "Host not found"));
}

TEST_CASE("resolver: whatever else it throws ends the operation, and says so") {
    named_scene on([](std::string) -> asio::awaitable<addresses> { throw 7; });
    const auto seen = on.refused();
    check_error(seen, error_kind::callback, error_phase::resolve);
    CHECK(says(seen, "the resolver threw"));

    named_scene own([](std::string) -> asio::awaitable<addresses> { throw error(error_kind::config, "no registry"); });
    CHECK(own.refused().what() == std::string("no registry"));
}

TEST_CASE("resolver: one that hangs ends with its limit, and is cancelled") {
    simulation* world = nullptr;
    bool cancelled = false;
    named_scene on([&](std::string) { return hang(*world, cancelled); });
    world = &on.world;
    const auto seen = on.refused();
    check_error(seen, error_kind::timeout, error_phase::resolve);
    CHECK(on.world.now() < 3s);
    on.world.run_for(1s);
    CHECK(cancelled);
}

TEST_CASE("resolver: addresses are tried in turn, and literal ones are not asked for") {
    simulation* world = nullptr;
    int asked = 0;
    named_scene on([&](std::string) -> asio::awaitable<addresses> {
        ++asked;
        return several(*world);
    });
    world = &on.world;
    CHECK(on.world.run(on.api->execute(query), 1h).ok());
    CHECK(asked == 1);
    client literal(on.world.executor(),
                   client_options("http://10.0.0.7/graphql").resolver([&](std::string) -> asio::awaitable<addresses> {
                       ++asked;
                       return several(*world);
                   }));
    CHECK(on.world.run(literal.execute(query), 1h).ok());
    CHECK(asked == 1);
}

TEST_CASE("resolver: what it captured lives as long as its coroutine, even when the client goes") {
    const auto captured = std::make_shared<int>(7);
    int seen = 0;
    simulation world;
    {
        client api(world.executor(),
                   client_options("http://somewhere.example/graphql")
                       .resolver([captured, &world, &seen](std::string) -> asio::awaitable<addresses> {
                           try {
                               co_await world.sleep(1h);
                           } catch (const std::exception&) {
                               seen = *captured;
                           }
                           co_return addresses();
                       }));
        api.async_execute(query, [](std::exception_ptr, response) {});
        world.run_for(1s);
    }
    world.run_for(1s);
    CHECK(seen == 7);
    CHECK(captured.use_count() == 1);
}
