// Clients of public services, in a simulated world that plays them: none of the real ones is asked.
#include <corogql/client.hpp>
#include <corogql/testing/simulated_server.hpp>
#include <corogql/throttle.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/describe.hpp>
#include <boost/json/value_to.hpp>

#include <iostream>

namespace asio = boost::asio;
namespace json = boost::json;
namespace testing = corogql::testing;
using namespace std::chrono_literals;
using corogql::client_options, corogql::request;

client_options github(const std::string& token) {
    return client_options("https://api.github.com/graphql")
        .header("Authorization", "Bearer " + token)
        .retry(corogql::retry_options().retry_if(corogql::throttle_of_github))
        .timeout(2h); // a window of the rate limit is an hour
}

struct issue {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(issue, (), (title))

asio::awaitable<std::vector<std::string>> open_issues(corogql::client& api) {
    request question(R"(query($first: Int, $after: String) {
        repository(owner: "boostorg", name: "asio") {
            issues(states: OPEN, first: $first, after: $after) {
                nodes { title } pageInfo { hasNextPage endCursor } } } })");
    auto pages = api.paginate(std::move(question), corogql::page_options().page_size(100));
    std::vector<std::string> titles;
    while (const auto page = co_await pages.next())
        for (const auto& each : page->items_as<issue>()) titles.push_back(each.title);
    co_return titles;
}

client_options shopify(const std::string& shop, const std::string& version, const std::string& token) {
    return client_options("https://" + shop + ".myshopify.com/admin/api/" + version + "/graphql.json")
        .header("X-Shopify-Access-Token", token)
        .retry(corogql::retry_options().retry_if(corogql::throttle_of_shopify));
}

client_options hasura(const std::string& host, const std::string& secret) {
    json::object headers;
    headers["x-hasura-admin-secret"] = secret;
    json::object init;
    init["headers"] = std::move(headers); // over a websocket Hasura reads them from here
    return client_options("https://" + host + "/v1/graphql")
        .header("x-hasura-admin-secret", secret)
        .websocket(corogql::websocket_options().connection_init(std::move(init)));
}

// After a reconnect a streaming subscription begins behind the last row that came.
void behind_last_row(json::object& variables, const corogql::response* last) {
    if (!last) return;
    const auto& rows = last->data().at("message_stream").as_array();
    if (!rows.empty()) variables["after"] = rows.back().at("id");
}

corogql::subscription messages(corogql::client& api) {
    request stream(R"(subscription($after: Int) {
        message_stream(batch_size: 10, cursor: {initial_value: {id: $after}, ordering: ASC}) { id text } })");
    stream.variable("after", 0);
    return api.subscribe(std::move(stream), corogql::subscribe_options().resume(&behind_last_row));
}

client_options apollo_router(const std::string& host, const std::string& token) {
    return client_options("https://" + host + "/")
        .header("Authorization", "Bearer " + token)
        .subscriptions_over(corogql::subscription_transport::multipart)
        .http(corogql::http_options().persisted_queries(true));
}

std::string field(const testing::simulated_request& got, std::string_view name) {
    for (const auto& [each, value] : got.headers)
        if (each == name) return value;
    return {};
}

bool github_works(testing::simulation& world) {
    testing::simulated_server server(world, "api.github.com");
    int asked = 0;
    bool authorized = true;
    server.on_request([&](const testing::simulated_request& got) {
        authorized = authorized && field(got, "Authorization") == "Bearer secret" && !field(got, "User-Agent").empty();
        testing::simulated_reply reply;
        if (++asked == 1) {
            reply.headers = {{"x-ratelimit-remaining", "0"}}; // for a minute, as no time is named
            reply.body = R"({"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]})";
        } else {
            const bool first = got.body.find("\"c1\"") == std::string::npos;
            reply.body = R"({"data":{"repository":{"issues":{"nodes":[{"title":")" + std::string(first ? "one" : "two") +
                         R"("}],"pageInfo":{"hasNextPage":)" + (first ? "true" : "false") + R"(,"endCursor":"c1"}}}}})";
        }
        return reply;
    });
    corogql::client api(world.executor(), github("secret"));
    const auto titles = world.run(open_issues(api));
    return authorized && asked == 3 && titles == std::vector<std::string>{"one", "two"} && world.now() >= 60s;
}

bool shopify_works(testing::simulation& world) {
    testing::simulated_server server(world, "example.myshopify.com");
    int asked = 0;
    std::string target, token;
    server.on_request([&](const testing::simulated_request& got) {
        target = got.target;
        token = field(got, "X-Shopify-Access-Token");
        testing::simulated_reply reply;
        reply.body = ++asked == 2 ? R"({"data":{"shop":{"name":"Example"}}})"
                                  : R"({"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
            "extensions":{"cost":{"requestedQueryCost":100,"throttleStatus":
                {"maximumAvailable":1000,"currentlyAvailable":0,"restoreRate":50}}}})";
        return reply;
    });
    corogql::client api(world.executor(), shopify("example", "2026-01", "secret"));
    const auto began = world.now();
    const auto answer = world.run(api.execute(request("{ shop { name } }")));
    return answer.ok() && asked == 2 && world.now() - began >= 2s && token == "secret" &&
           target == "/admin/api/2026-01/graphql.json";
}

asio::awaitable<int> last_id(corogql::subscription& stream) {
    const auto event = co_await stream.next();
    co_return json::value_to<int>(event->data().at("message_stream").as_array().back().at("id"));
}

bool hasura_works(testing::simulation& world) {
    testing::simulated_server server(world, "hasura.example");
    bool trusted = true;
    server.on_init([&](auto link, const json::object& payload) {
        trusted = trusted && payload.at("headers").at("x-hasura-admin-secret") == "secret";
        link.ack();
    });
    server.on_subscribe([&](auto link, const auto& operation) {
        const auto after = operation.variables.at("after").as_int64();
        link.next(operation.id, R"({"message_stream":[{"id":)" + std::to_string(after + 5) + R"(,"text":"hi"}]})");
        link.drop();
    });
    corogql::client api(world.executor(), hasura("hasura.example", "secret"));
    auto stream = messages(api);
    return world.run(last_id(stream)) == 5 && world.run(last_id(stream)) == 10 && trusted;
}

asio::awaitable<std::size_t> count(corogql::subscription stream) {
    std::size_t events = 0;
    while (const auto event = co_await stream.next()) ++events;
    co_return events;
}

bool apollo_router_works(testing::simulation& world) {
    testing::simulated_server server(world, "router.example");
    std::string accepted;
    server.on_stream([&](auto link, const testing::simulated_request& got) {
        accepted = field(got, "Accept");
        link.begin_stream("multipart/mixed;boundary=graphql;subscriptionSpec=1.0");
        link.send_chunk("\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{}"); // a heartbeat
        link.send_chunk("\r\n--graphql\r\nContent-Type: application/json\r\n\r\n"
                        R"({"payload":{"data":{"reviewAdded":{"body":"fine"}}}})");
        link.send_chunk("\r\n--graphql--\r\n");
        link.end_stream();
    });
    corogql::client api(world.executor(), apollo_router("router.example", "secret"));
    const auto events = world.run(count(api.subscribe(request("subscription { reviewAdded { body } }"))));
    return events == 1 && accepted.find("subscriptionSpec=1.0") != std::string::npos;
}

int main() {
    testing::simulation world(7);
    const bool good = github_works(world) && shopify_works(world) && hasura_works(world) && apollo_router_works(world);
    std::cout << (good ? "all as they should be\n" : "something is wrong\n");
    return good ? 0 : 1;
}
