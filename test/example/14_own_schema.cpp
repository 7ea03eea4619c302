// A test server for a schema of one's own: a few fields answered, the rest made up, and a failure on order.
#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <iostream>
#include <map>

using namespace corogql;

constexpr const char* library_schema = R"(
    scalar Date
    type Query { book(id: ID!): Book  search(text: String!): [Found!]! }
    type Mutation { lend(book: ID!, to: String!): Book! }
    type Subscription { returned: Book! }
    union Found = Book | Author
    type Book { id: ID!  title: String!  published: Date!  author: Author!  lentTo: String }
    type Author { name: String!  books: [Book!]! }
)";

int main() {
    std::map<std::string, std::string> lent; // resolvers run on the server's thread
    testing::served_schema library(library_schema);
    library.mock(42)
        .resolve("Mutation.lend",
                 [&](const auto&, const auto& arguments) -> json::value {
                     const std::string book(arguments.at("book").as_string());
                     if (!lent.emplace(book, arguments.at("to").as_string()).second)
                         throw testing::field_error("CONFLICT", "Book " + book + " is lent already");
                     return json::object{{"id", book}, {"title", "Dune"}};
                 })
        .resolve("Book.lentTo", [&](const json::object& book, const auto&) -> json::value {
            const auto found = lent.find(std::string(book.at("id").as_string()));
            return found == lent.end() ? json::value() : json::value(found->second);
        });
    testing::feed returns;
    library.subscribe("Subscription.returned", returns);
    testing::server server(testing::server_options().schema(library));

    blocking_client api(server.url());
    const char* const lend = "mutation($to: String!) { lend(book: 7, to: $to) { title lentTo author { name } } }";
    const auto first = api.execute(request(lend).variable("to", "Ada"));
    const auto second = api.execute(request(lend).variable("to", "Alan"));
    std::cout << first.text() << '\n' << second.errors().at(0).message << '\n';

    auto events = api.subscribe(request("subscription { returned { id title } }"));
    returns.push({{"id", "7"}, {"title", "Dune"}});
    returns.end();
    std::size_t returned = 0;
    for (const auto& event : events) returned += event.data().at("returned").at("title") == "Dune";

    server.inject(testing::fault::on_request().operation("search").answer(503, "busy"));
    const auto found = api.execute(request("{ search(text: \"x\") { __typename ... on Book { title published } } }"));
    std::cout << found.text() << '\n'; // the client asked once more
    const bool fine = first.data().at("lend").at("lentTo") == "Ada" && second.errors().at(0).code() == "CONFLICT" &&
                      returned == 1 && found.ok();
    return fine ? 0 : 1;
}
