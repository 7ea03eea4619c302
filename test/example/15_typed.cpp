// Code made of a schema and documents (test/example/typed): a mistake in a document is an error of the build.
#include "typed/library.graphql.hpp"

#include <corogql/blocking_typed.hpp>
#include <corogql/testing/server.hpp>
#include <corogql/typed.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<int> work(corogql::client& api, corogql::testing::server& server) {
    const auto added = co_await corogql::execute(api, library::Add("Germinal"));
    std::cout << added.data().addBook.id << '\n'; // decoded straight from the text

    auto pages = corogql::paginate(api, library::Books(), corogql::page_options().page_size(4));
    while (const auto page = co_await pages.next()) // where the list and its cursor are was found at build time
        for (const library::Books::Item& book : page->items())
            std::cout << book.id << ' ' << book.title << '\n';

    server.inject(corogql::testing::fault::after_events(3).drop());
    int last = 0;
    auto counts = corogql::subscribe(api, library::Count(6)); // goes on behind its last event, as @corogql_resume says
    while (const auto event = co_await counts.next())
        last = event->data().count;
    co_await api.close();
    co_return last;
}

// Code that blocks has the same functions.
std::size_t count_books(const std::string& url) {
    corogql::blocking_client api{corogql::client_options(url)};
    std::size_t count = 0;
    for (const auto& page : corogql::paginate(api, library::Books()))
        count += page.items().size();
    return count;
}

int main() {
    asio::io_context loop(1);
    corogql::testing::server server;
    corogql::client api(loop.get_executor(), server.url());
    auto last = asio::co_spawn(loop, work(api, server), asio::use_future);
    loop.run();
    return last.get() == 6 && count_books(server.url()) == 11 ? 0 : 1;
}
