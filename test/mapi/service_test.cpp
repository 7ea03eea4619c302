/// MAPI in memory, served where its users want it: in virtual time, and by a server that has more than its schema.
#include <corogql/client.hpp>
#include <corogql/testing/mapi_server.hpp>
#include <corogql/testing/mapi_service.hpp>
#include <corogql/testing/simulated_server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace std::chrono_literals;
using testing::field_error, testing::mapi_options, testing::mapi_server, testing::mapi_service, testing::server_options;
using testing::simulated_server, testing::simulation;

namespace {

asio::awaitable<std::string> statuses_of(client& api, const char* name) {
    auto statuses =
        api.subscribe(request("subscription($name: String!) { watchRunStatus(watchRunStatusInput: {name: $name}) }")
                          .variable("name", name));
    std::string all;
    while (const auto status = co_await statuses.next()) all += status->data_as<std::string>("watchRunStatus") + ' ';
    co_return all;
}

} // namespace

TEST_CASE("mapi_service: a simulated server serves it, and runs move on in virtual time") {
    simulation world;
    simulated_server server(world);
    mapi_service mapi(mapi_options().pace(1h));
    server.serve(mapi.schema());
    client api(world.executor(), server.url());
    const auto made = world.run(
        api.execute(request("mutation { createRun(createRunData: {runInput: {runName: \"a\"}}) { name status } }")));
    CHECK(made.text() == R"({"data":{"createRun":[{"name":"a","status":"PENDING"}]}})");
    for (int hour = 1; hour <= 20; ++hour) world.after(hour * 1h, [&] { mapi.advance(); });
    CHECK(world.run(statuses_of(api, "a")) == "PENDING QUEUED STARTING RUNNING COMPLETED ");
}

TEST_CASE("mapi_service: what a schema answers is the service's, whoever holds it") {
    std::optional<mapi_service> mapi(mapi_service(mapi_options().sample_runs(2)));
    auto copy = *mapi;
    server_options options;
    mapi->serve_by(options);
    mapi.reset();
    CHECK(copy.set_run_status("sample-1", "RUNNING"));
    CHECK(!copy.set_run_status("sample-3", "RUNNING"));
    CHECK(!copy.append_log("sample-3", "x"));
    CHECK_THROWS_AS(copy.add_run("sample-2"), field_error);
    const testing::server both(options);
    CHECK(both.schema() == mapi_service::sdl());
}

TEST_CASE("mapi_server: its own calls come in from any thread") {
    mapi_server server(mapi_options(), server_options().api_key("key"));
    server.add_run("a", "PENDING");
    CHECK_THROWS_AS(server.add_run("a"), field_error);
    CHECK(server.set_run_status("a", "COMPLETED"));
    CHECK(server.append_log("a", "text"));
    CHECK(!server.append_log("b", "text"));
    asio::io_context loop;
    client api(loop.get_executor(), client_options(server.url()).header("Authorization", "key"));
    auto seen = asio::co_spawn(loop, statuses_of(api, "a"), asio::use_future);
    loop.run();
    CHECK(seen.get() == "COMPLETED ");
}
