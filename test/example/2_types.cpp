// A program's own types: enums, a union, times and names that C++ cannot have, in answers and in variables.
#include <corogql/client.hpp>
#include <corogql/testing/simulated_server.hpp>
#include <corogql/testing/simulation.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <set>

namespace asio = boost::asio;
namespace testing = corogql::testing;
using corogql::request;

enum class status { OPEN, CLOSED };
BOOST_DESCRIBE_ENUM(status, OPEN, CLOSED)

struct issue {
    std::string title;
    corogql::open_enum<status> now;      // keeps a value that the server came to know later
    std::chrono::sys_seconds created_at; // RFC 3339
    std::optional<std::string> class_;   // the field `class`: no C++ name
};
BOOST_DESCRIBE_STRUCT(issue, (), (title, now, created_at, class_))
std::string_view graphql_name(const issue*, std::string_view member) {
    return member == "created_at" ? "createdAt" : member;
}
std::string_view graphql_type_name(const issue*) { return "Issue"; }

struct pull_request {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(pull_request, (), (title))
std::string_view graphql_type_name(const pull_request*) { return "PullRequest"; }

// Told apart by __typename, which the document selects; the last one takes what is neither.
using found = std::variant<issue, pull_request, corogql::other_type>;

struct filter {
    std::set<status> states;
    std::chrono::sys_seconds since;
    std::optional<int> limit; // null when empty
};
BOOST_DESCRIBE_STRUCT(filter, (), (states, since, limit))

asio::awaitable<std::vector<found>> search(corogql::client& api, filter wanted) {
    request question("query($filter: Filter!) { search(filter: $filter) { __typename ... } }");
    question.variable("filter", wanted);
    const auto answer = co_await api.execute(std::move(question));
    co_return answer.data_as<std::vector<found>>("search");
}

int main() {
    testing::simulation world(1);
    testing::simulated_server server(world, "search.example");
    std::string sent;
    server.on_request([&](const testing::simulated_request& got) {
        sent = boost::json::serialize(boost::json::parse(got.body).at("variables"));
        testing::simulated_reply reply;
        reply.body = R"({"data":{"search":[
            {"__typename":"Issue","title":"It is slow","now":"TRIAGED","createdAt":"2024-02-29T12:00:00+01:00","class":"bug"},
            {"__typename":"PullRequest","title":"Make it fast"},
            {"__typename":"Discussion","topic":"Why?"}]}})";
        return reply;
    });
    corogql::client api(world.executor(), corogql::client_options(server.url()));
    filter wanted;
    wanted.states = {status::OPEN};
    const auto all = world.run(search(api, wanted));
    const auto& first = std::get<issue>(all.at(0));
    std::cout << sent << '\n' << first.title << ": " << first.now.text() << '\n';
    const bool good = sent == R"({"filter":{"states":["OPEN"],"since":"1970-01-01T00:00:00Z","limit":null}})" &&
                      first.now.text() == "TRIAGED" && !first.now.known() && first.class_ == "bug" &&
                      first.created_at.time_since_epoch() == std::chrono::seconds(1709204400) &&
                      std::get<pull_request>(all.at(1)).title == "Make it fast" &&
                      std::get<corogql::other_type>(all.at(2)).name == "Discussion";
    return good ? 0 : 1;
}
