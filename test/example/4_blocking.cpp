// The blocking wrapper: values with a deadline, futures that can be cancelled, and a subscription as a range.
#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/describe.hpp>

#include <iostream>

using namespace std::chrono_literals;
using corogql::request;

struct book {
    std::string id, title;
};
BOOST_DESCRIBE_STRUCT(book, (), (id, title))

struct book_page {
    std::vector<book> nodes;
};
BOOST_DESCRIBE_STRUCT(book_page, (), (nodes))

int main() {
    corogql::testing::server server;
    corogql::blocking_client api(server.url());

    const auto answer = api.execute(request("{ books(first: 3) { nodes { id title } } }"), 10s);
    const auto books = answer.data_as<book_page>("books").nodes;
    for (const auto& each : books)
        std::cout << each.id << ' ' << each.title << '\n';

    server.inject(corogql::testing::fault::on_request().operation("echo").delay(1h));
    auto slow = api.start(request("{ echo(value: 1) }"));
    auto quick = api.start(request("{ hello }"));
    const auto greeting = quick.get().data_as<std::string>("hello");
    const bool too_early = slow.ready();
    slow.cancel(); // ends the work, not only the waiting for it

    int sum = 0;
    for (const auto& event : api.subscribe(request("subscription { count(to: 4) }")))
        sum += event.data_as<int>("count");
    std::cout << greeting << ' ' << sum << '\n';
    return books.size() == 3 && !too_early && greeting == "Hello, world!" && sum == 10 ? 0 : 1;
}
