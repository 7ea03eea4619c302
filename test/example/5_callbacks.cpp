// Without coroutines: the same calls with futures and callbacks, from any thread.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>

namespace asio = boost::asio;
using corogql::request, corogql::response;

/// Adds up a stream's numbers, one callback an event.
void add_up(corogql::subscription& numbers, int sum, std::promise<int>& total) {
    numbers.async_next(
        [&numbers, sum, &total](std::exception_ptr failure, std::optional<corogql::event> event) {
            if (failure) return total.set_exception(failure);
            if (!event) return total.set_value(sum);
            add_up(numbers, sum + event->data_as<int>("count"), total);
        });
}

int main() {
    corogql::testing::server server;
    std::promise<int> total;
    asio::thread_pool threads(2);
    corogql::client api(threads.get_executor(), server.url());

    std::future<response> future = api.async_execute(request("{ hello }"), asio::use_future);
    auto numbers = api.subscribe(request("subscription { count(to: 4) }"));
    add_up(numbers, 0, total);

    const auto greeting = future.get().data_as<std::string>("hello");
    const int sum = total.get_future().get();
    std::cout << greeting << ' ' << sum << '\n';
    return greeting == "Hello, world!" && sum == 10 ? 0 : 1;
}
