// Found by CMake: find_package(corogql).
#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/describe.hpp>

#include <iostream>

struct run {
    std::string name;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(run, (), (name, reason))

int main() {
    const corogql::testing::server server(corogql::testing::server_options().sample_runs(1));
    corogql::blocking_client api(server.url());

    corogql::request hello("query($name: String!) { hello(name: $name) getRuns { name reason } }");
    const auto answer = api.execute(hello.variable("name", "CMake"));
    std::cout << answer.data_as<std::string>("hello");
    for (const auto& each : answer.data_as<std::vector<run>>("getRuns"))
        std::cout << ' ' << each.name;

    for (const auto& event : api.subscribe("subscription { count(to: 3) }"))
        std::cout << ' ' << event.data_as<int>("count");
    std::cout << '\n';
}
