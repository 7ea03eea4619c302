/// A built-in server with a schema of the test's own, over real sockets.
#include "../support/caught.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <doctest/doctest.h>

#include <thread>

using namespace corogql;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* files_schema = R"(
    scalar Upload
    scalar JSON
    type Query { count: Int! slow: String }
    type Mutation { add(file: Upload!, more: [Upload!]): JSON }
    type Subscription { added: String! }
)";

struct files_server {
    files_server() : serving(files_schema), server(server_options().schema(with_resolvers())) {}

    served_schema& with_resolvers() {
        return serving.resolve("Query.count", [this](const auto&, const auto&) -> json::value { return count; })
            .resolve("Mutation.add",
                     [this](const auto&, const auto& arguments) -> json::value {
                         ++count;
                         return arguments;
                     })
            .subscribe("Subscription.added", added);
    }

    int count = 0;
    feed added;
    served_schema serving;
    testing::server server;
};

} // namespace

TEST_CASE("own schema: resolvers, and what they share with the test") {
    files_server files;
    blocking_client api(files.server.url());
    files.server.run([&] { files.count = 41; });
    CHECK(api.execute(request("{ count }")).data_as<int>("count") == 41);
    CHECK(api.execute(request("{ count __schema { queryType { name } } }")).ok());
    CHECK(api.execute(request("{ nothing }")).errors().at(0).message ==
          "Cannot query field \"nothing\" on type \"Query\".");
    CHECK(files.server.record().executed("count") == 2);
    CHECK_THROWS_WITH(files.server.run([] { throw std::runtime_error("there"); }), "there");
}

TEST_CASE("own schema: files arrive as arguments") {
    files_server files;
    blocking_client api(files.server.url());
    auto asked = request("mutation($f: Upload!, $m: [Upload!]) { add(file: $f, more: $m) }");
    asked.variable("m", json::array{nullptr, nullptr})
        .attach("f", upload::bytes("hällo\r\n--x", "a.txt").media_type("text/plain"));
    asked.attach("m.0", upload::bytes("", "empty")).attach("m.1", upload::bytes("\xFF\xFE", "odd"));
    const auto answer = api.execute(std::move(asked));
    CAPTURE(answer.text());
    REQUIRE(answer.ok());
    const auto& added = answer.data().at("add");
    CHECK(added.at("file") ==
          json::value{{"filename", "a.txt"}, {"contentType", "text/plain"}, {"size", 11}, {"text", "hällo\r\n--x"}});
    CHECK(added.at("more").at(0).at("size") == 0);
    CHECK(added.at("more").at(1).at("base64") == "//4=");
    CHECK(added.at("more").at(1).at("filename") == "odd");
}

TEST_CASE("own schema: faults are ordered by its fields") {
    files_server files;
    client_options options(files.server.url());
    options.retry(retry_options().initial(1ms).max(5ms));
    blocking_client api(std::move(options));
    files.server.inject(fault::on_request().operation("count").answer(503, "busy").times(2));
    CHECK(api.execute(request("{ slow }")).ok());
    CHECK(api.execute(request("{ count }")).ok());
    CHECK(files.server.record().requests == 4);
}

TEST_CASE("own schema: a feed that is filled on another thread, on every protocol") {
    const auto check = [](client_options options, files_server& files) {
        blocking_client api(std::move(options));
        std::thread filling([&files] {
            files.server.wait_until([](const server_record& record) { return record.subscriptions_live == 1; });
            for (int i = 0; i < 100; ++i) files.added.push(json::string(std::to_string(i)));
            files.added.end();
        });
        std::size_t count = 0;
        for (const auto& event : api.subscribe(request("subscription { added }")))
            CHECK(event.data_as<std::string>("added") == std::to_string(count++));
        CHECK(count == 100);
        filling.join();
    };
    files_server sockets, events, parts;
    check(client_options(sockets.server.url()), sockets);
    check(client_options(events.server.url()).subscriptions_over(subscription_transport::sse), events);
    check(client_options(parts.server.url()).subscriptions_over(subscription_transport::multipart), parts);
}

TEST_CASE("own schema: all of it made up") {
    server server(server_options().mock("type Query { user(id: ID!): User } type User { id: ID! email: String! }", 7));
    blocking_client api(server.url());
    const auto answer = api.execute(request("{ user(id: 5) { id email } }"));
    CHECK(answer.data().at("user").at("id") == "5");
    CHECK(answer.data().at("user").at("email").as_string().ends_with("@example.com"));
    CHECK(test::caught([] { server_options().mock("type Query {"); }).kind() == error_kind::config);
}
