// A test of one's own code in a simulated world: an outage of an hour takes no time at all.
#include <corogql/client.hpp>
#include <corogql/decode.hpp>
#include <corogql/testing/simulated_server.hpp>

#include <iostream>

using namespace corogql;
using namespace std::chrono_literals;

// The code under test: knows a client, and nothing of a simulation.
asio::awaitable<int> sum_of_three(client& api) {
    auto numbers = api.subscribe(request("subscription($after: Int = 0) { number(after: $after) }"),
                                 subscribe_options().resume("/data/number", "after"));
    int sum = 0;
    for (int i = 0; i < 3; ++i) {
        const auto event = co_await numbers.next();
        sum += event->data_as<int>("number");
    }
    co_return sum;
}

int main() {
    testing::simulation world(42);
    testing::simulated_server server(world, "numbers.example");
    server.on_subscribe([&](auto link, const auto& operation) {
        const auto* after = operation.variables.if_contains("after");
        link.next(operation.id, "{\"number\":" + std::to_string(after ? after->as_int64() + 1 : 1) + "}");
        link.drop(); // and the server is gone for an hour
        server.stop_listening();
        world.after(1h, [&] { server.listen(); });
    });
    client api(world.executor(), client_options(server.url()).timeout(0s));
    const auto sum = world.run(sum_of_three(api));
    std::cout << sum << " after " << std::chrono::duration_cast<std::chrono::hours>(world.now()).count() << " h\n";
    return sum == 1 + 2 + 3 && server.count("subscribe") == 3 ? 0 : 1;
}
