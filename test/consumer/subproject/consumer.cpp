// Built together with corogql: subprojects/corogql.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> use(corogql::client& api) {
    try {
        corogql::request hello("query($name: String!) { hello(name: $name) missing }");
        hello.variable("name", "Meson");
        const auto refused = co_await api.execute(hello);
        std::cout << refused.errors().size() << " error";

        corogql::subscribe_options options;
        options.notices(true).overflow(corogql::overflow_policy::block);
        auto counts = api.subscribe("subscription { count(to: 3) }", options);
        while (const auto event = co_await counts.next())
            std::cout << ' ' << event->data_as<int>("count");
        std::cout << '\n';
    } catch (const corogql::error& failure) {
        std::cout << to_string(failure.kind()) << ": " << failure.what() << '\n';
    }
    co_await api.close();
}

int main() {
    const corogql::testing::server server;
    asio::io_context loop;
    corogql::client api(loop.get_executor(), corogql::client_options(server.url()).single_threaded(true));
    asio::co_spawn(loop, use(api), asio::detached);
    loop.run();
}
