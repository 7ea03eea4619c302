// Found by CMake: find_package(corogql).
#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/describe.hpp>

#include <iostream>

struct book {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(book, (), (title))

struct page {
    std::vector<book> nodes;
    std::optional<int> totalCount;
};
BOOST_DESCRIBE_STRUCT(page, (), (nodes, totalCount))

int main() {
    const corogql::testing::server server;
    corogql::blocking_client api(server.url());

    corogql::request hello("query($name: String!) { hello(name: $name) books(first: 1) { nodes { title } } }");
    const auto answer = api.execute(hello.variable("name", "CMake"));
    std::cout << answer.data_as<std::string>("hello");
    for (const auto& each : answer.data_as<page>("books").nodes)
        std::cout << ' ' << each.title;

    for (const auto& event : api.subscribe("subscription { count(to: 3) }"))
        std::cout << ' ' << event.data_as<int>("count");
    std::cout << '\n';
}
