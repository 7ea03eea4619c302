// Generators compose: a subscription, a list and a query that is asked again and again, as one stream of batches.
#include <corogql/client.hpp>
#include <corogql/compose.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using corogql::request, corogql::filter, corogql::map, corogql::take, corogql::buffer, corogql::merge;

// A generator of one's own: each next() asks for another answer, and nobody asks when nobody wants one.
asio::awaitable<void> poll_books(corogql::yielder<std::size_t>& out, corogql::client& api) {
    while (true) {
        request question("{ books { totalCount } }");
        const auto answer = co_await api.execute(std::move(question));
        co_await out.yield(answer.data().at("books").at("totalCount").to_number<std::size_t>());
    }
}

std::size_t number_of(const corogql::event& event) { return event.data_as<std::size_t>("count"); }
bool is_even(std::size_t number) { return number % 2 == 0; }

asio::awaitable<std::size_t> sum(corogql::client& api) {
    auto even = api.subscribe(request("subscription { count(to: 100) }")) | map(&number_of) | filter(&is_even) | take(5);
    auto polled = corogql::generate<std::size_t>(&poll_books, std::ref(api)) | take(2);
    auto batches = merge(std::move(even), std::move(polled)) | buffer(3, 1s);
    std::size_t total = 0;
    while (const auto batch = co_await batches.next()) // seven numbers: 3, 3 and 1
        for (const auto number : *batch) total += number;
    co_return total;
}

asio::awaitable<std::size_t> run(corogql::client& api) {
    const std::size_t total = co_await sum(api);
    co_await api.close(); // its connections would keep the loop running for their idle time
    co_return total;
}

int main() {
    corogql::testing::server server;
    asio::io_context loop;
    corogql::client api(loop.get_executor(), server.url());
    auto total = asio::co_spawn(loop, run(api), asio::use_future);
    loop.run();
    const auto seen = total.get();
    std::cout << seen << '\n';
    return seen == 2 + 4 + 6 + 8 + 10 + 10 + 10 && server.record().requests == 3 ? 0 : 1; // a websocket, two queries
}
