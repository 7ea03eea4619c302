// Five queries in one request, a list: prints the answer of each, a line for each, in the order of asking.
#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>
#include <vector>

namespace asio = boost::asio;
using corogql::request, corogql::response;

int main(int count, char** arguments) {
    if (count != 2) return std::cerr << "usage: batch URL\n", 2;
    try {
        corogql::event_loop loop;
        corogql::client_options options(arguments[1]);
        options.http(corogql::http_options().batch(std::chrono::seconds(1), 5));
        corogql::client api(loop.executor(), std::move(options));

        std::vector<std::future<response>> answers;
        for (const auto* field : {"hello(name: \"a\")", "hello(name: \"b\")", "fail", "big", "id64"}) {
            request query("{ " + std::string(field) + " request { number } }");
            answers.push_back(api.async_execute(std::move(query), asio::use_future));
        }
        for (auto& answer : answers) std::cout << answer.get().text() << '\n';
    } catch (const std::exception& failure) {
        return std::cerr << failure.what() << '\n', 1;
    }
}
