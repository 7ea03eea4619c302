// A query, and what can go wrong with it.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> hello(corogql::client& api) {
    const auto answer = co_await api.execute(corogql::request("{ hello(name: \"world\") }"));
    for (const auto& each : answer.errors()) // GraphQL errors are part of the answer
        std::cerr << each.path_text() << ": " << each.message << '\n';
    std::cout << answer.data_as<std::string>("hello") << '\n'; // throws the error that left a null in its place
}

int main() {
    corogql::testing::server server; // in place of yours
    asio::io_context loop;
    corogql::client api(loop.get_executor(), server.url());
    int status = 0;
    asio::co_spawn(loop, hello(api), [&](std::exception_ptr failure) {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const corogql::error& why) { // all else: what happened, and whether the server can have run it
            std::cerr << to_string(why.kind()) << ": " << why.what() << '\n';
            status = 1;
        }
    });
    loop.run();
    return status;
}
