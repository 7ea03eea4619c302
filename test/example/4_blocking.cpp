// The blocking wrapper: values with a deadline, futures that can be cancelled, and a subscription as a range.
#include <corogql/blocking_client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/describe.hpp>

#include <iostream>

using namespace std::chrono_literals;
using corogql::request;

struct run {
    std::string name, status;
};
BOOST_DESCRIBE_STRUCT(run, (), (name, status))

int main() {
    corogql::testing::server server(corogql::testing::server_options().sample_runs(2));
    corogql::blocking_client api(server.url());

    const auto answer = api.execute(request("{ getRuns { name status } }"), 10s);
    const auto runs = answer.data_as<std::vector<run>>("getRuns");
    for (const auto& each : runs)
        std::cout << each.name << ' ' << each.status << '\n';

    server.inject(corogql::testing::fault::on_request().operation("getUsers").delay(1h));
    auto slow = api.start(request("{ getUsers { name } }"));
    auto quick = api.start(request("{ hello }"));
    const auto greeting = quick.get().data_as<std::string>("hello");
    const bool too_early = slow.ready();
    slow.cancel(); // ends the work, not only the waiting for it

    int sum = 0;
    for (const auto& event : api.subscribe(request("subscription { count(to: 4) }")))
        sum += event.data_as<int>("count");
    std::cout << greeting << ' ' << sum << '\n';
    return runs.size() == 2 && !too_early && greeting == "Hello, world!" && sum == 10 ? 0 : 1;
}
