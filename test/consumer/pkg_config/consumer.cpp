// Built by hand: c++ consumer.cpp $(pkg-config --cflags --libs corogql_testing).
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> use(corogql::client& api) {
    corogql::request hello("query($name: String!) { hello(name: $name) }");
    hello.variable("name", "pkg-config");
    const auto greeting = co_await api.execute(std::move(hello));
    std::cout << greeting.data_as<std::string>("hello");

    auto counts = api.subscribe("subscription { count(to: 3) }");
    while (const auto event = co_await counts.next())
        std::cout << ' ' << event->data_as<int>("count");
    std::cout << std::endl;
    co_await api.close();
}

int main() {
    const corogql::testing::server server;
    asio::io_context loop;
    corogql::client api(loop.get_executor(), server.url());
    auto done = asio::co_spawn(loop, use(api), asio::use_future);
    loop.run();
    done.get();
}
