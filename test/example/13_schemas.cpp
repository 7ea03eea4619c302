// A schema at hand: documents are checked before they are sent, and versions of it compared.
#include <corogql/blocking_client.hpp>
#include <corogql/load_schema.hpp>
#include <corogql/testing/server.hpp>

#include <iostream>

using namespace std::chrono_literals;
using corogql::client_options;
using corogql::schema;

int main() {
    // Of a real service: schema::from_file("schema.graphql"), or load_schema(api).
    const auto known = schema::from_sdl("type Query { hello(name: String): String! bye: String }", "schema.graphql");

    int problems = 0;
    for (const auto& problem : known.validate("{ hello(nme: \"you\") }", "hello.graphql")) {
        std::cout << problem.to_text() << '\n'; // file:line:column: error: message [Rule]
        ++problems;
    }

    corogql::testing::server server;
    bool refused = false;
    corogql::blocking_client api(client_options(server.url()).check_against(known));
    try {
        api.execute(corogql::request("{ hallo }"));
    } catch (const corogql::error& mistake) { // kind `usage`; nothing was sent
        std::cout << mistake.what() << '\n';
        refused = mistake.kind() == corogql::error_kind::usage;
    }

    const auto newer = schema::from_sdl("type Query { hello(name: String, to: String): String! }", "newer.graphql");
    bool breaks = false;
    for (const auto& change : known.diff(newer, {"{ hello }"})) { // all of them without the documents
        std::cout << change.to_text() << '\n';
        breaks = breaks || change.impact == corogql::change_impact::breaking;
    }
    return problems <= 1 && refused && !breaks ? 0 : 1;
}
