// A loop of the program's own, in which code of the library runs: what Asio keeps for each thread must be one for both.
// Where it is not, an idle connection that the server closes is a crash.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>
#include <optional>

namespace asio = boost::asio;

asio::awaitable<void> outlive(corogql::client& api, std::optional<corogql::testing::server>& server) {
    corogql::request hello("{ hello }");
    const auto answer = co_await api.execute(std::move(hello));
    std::cout << answer.data_as<std::string>("hello");
    server.reset();
    try {
        corogql::request nobody("{ hello }");
        nobody.timeout(std::chrono::seconds(1)); // in which the loop learns of the connection's end
        co_await api.execute(std::move(nobody));
    } catch (const corogql::error& failure) {
        std::cout << " Then " << to_string(failure.kind()) << ".\n";
    }
    co_await api.close();
}

int main() {
    std::optional<corogql::testing::server> server(std::in_place);
    asio::io_context loop;
    corogql::client api(loop.get_executor(), corogql::client_options(server->url()));
    asio::co_spawn(loop, outlive(api, server), asio::detached);
    loop.run();
}
