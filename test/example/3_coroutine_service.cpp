// co_await in an Asio service: pages, a query, a mutation, and a subscription that outlives its connection.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/describe.hpp>

#include <iostream>

namespace asio = boost::asio;
using corogql::request;

struct book {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(book, (), (title))

asio::awaitable<std::vector<std::string>> titles(corogql::client& api) {
    auto books = api.paginate(request(R"(query($first: Int, $after: ID) {
        books(first: $first, after: $after) { nodes { title } pageInfo { endCursor hasNextPage } } })"),
                              corogql::page_options().page_size(4).prefetch(true));
    std::vector<std::string> all;
    while (const auto page = co_await books.next())
        for (const auto& each : page->items_as<book>()) all.push_back(each.title);
    co_return all;
}

asio::awaitable<std::string> work(corogql::client& api, corogql::testing::server& server) {
    const auto greeting =
        co_await api.execute(request("query($name: String!) { hello(name: $name) }").variable("name", "coroutine"));
    for (const auto& each : greeting.errors()) // GraphQL errors are part of the response; all else has thrown
        std::cerr << each.path_text() << ": " << each.message << '\n';
    auto seen = greeting.data_as<std::string>("hello"); // throws the error that left a null in its place

    const auto added = co_await api.execute(request(R"(mutation { addBook(title: "Germinal") { id } })"));
    added.throw_if_failed(); // where any error is one too many

    server.inject(corogql::testing::fault::after_events(3).drop());
    auto counts = api.subscribe(request("subscription($after: Int = 0) { count(after: $after, to: 6) }"),
                                corogql::subscribe_options().resume("/data/count", "after"));
    while (const auto event = co_await counts.next())
        seen += " " + std::to_string(event->data_as<int>("count"));
    co_await api.close();
    co_return seen;
}

asio::awaitable<std::string> all(corogql::client& api, corogql::testing::server& server) {
    const auto books = co_await titles(api);
    if (books.size() != 10) co_return "not all books";
    co_return co_await work(api, server);
}

int main() {
    asio::io_context loop;
    corogql::testing::server server;
    corogql::client api(loop.get_executor(), server.url());
    auto seen = asio::co_spawn(loop, all(api, server), asio::use_future);
    loop.run();
    return seen.get() == "Hello, coroutine! 1 2 3 4 5 6" && server.record().websockets_opened == 2 ? 0 : 1;
}
