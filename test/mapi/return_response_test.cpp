#include "support.hpp"

#include "../support/caught.hpp"

#include <corogql/mapi/return_response.hpp>

#include <atomic>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::fault;
using testing::mapi_server;
using testing::server_record;

namespace {

wait_options waiting(std::map<std::string, std::string> variables = {}) {
    return std::move(wait_options().variables(fixed_environment(std::move(variables))));
}

} // namespace

TEST_CASE("mapi get_return_response: how long it waits") {
    CHECK(waiting().limit() == 10s);
    CHECK(waiting({{"MCLI_TIMEOUT", "2.5"}}).limit() == 2500ms);
    CHECK(waiting({{"MCLI_TIMEOUT", ""}}).limit() == 10s);
    CHECK(waiting({{"MCLI_TIMEOUT", "2.5"}}).timeout(3s).limit() == 3s);
    CHECK(waiting({{"MCLI_TIMEOUT", "2.5"}}).timeout(3s).environment_timeout_wins(true).limit() == 2500ms);
    CHECK(waiting({{"MCLI_TIMEOUT", "2.5"}}).no_timeout().limit() == std::nullopt);
    CHECK(waiting().timeout(3s).environment_timeout_wins(true).limit() == 3s);
    CHECK_THROWS_AS(waiting({{"MCLI_TIMEOUT", "soon"}}).limit(), config_error);
    CHECK(waiting({{"MCLI_TIMEOUT", "soon"}}).timeout(3s).limit() == 3s);
}

TEST_CASE("mapi get_return_response: the result, or a future that beats the timeout") {
    mapi_server server;
    connection mapi(quick(server));
    auto now = get_return_response(mapi.start_singular<named_run>(create_run("a")), waiting());
    CHECK(now.name == "a");
    auto without_limit = get_return_response(mapi.start_singular<named_run>(create_run("b")), waiting().no_timeout());
    CHECK(without_limit.name == "b");
    server.inject(fault::on_request().delay(50ms));
    auto later =
        get_return_response(mapi.start_singular<named_run>(create_run("c")), as_future, waiting().timeout(1ns));
    CHECK(later.get().name == "c");
}

TEST_CASE("mapi get_return_response: a timeout ends the request with its repetitions, and tells the last failure") {
    mapi_server server;
    auto options = quick(server);
    options.retry(retry_policy().initial(1h).max(1h).jitter(0ns));
    connection mapi(options);
    server.inject(fault::on_request().answer(503, "closed for now").standing());
    auto answer = mapi.start_plural<named_run>(list_runs());
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.requests == 1; }));
    const auto late =
        caught_as<timeout_error>([&] { get_return_response(std::move(answer), waiting().timeout(100ms)); });
    CHECK(late.status() == 504);
    REQUIRE(late.description());
    CHECK(late.description()->find("503") != std::string::npos);

    server.clear_faults();
    server.inject(fault::on_request().silence());
    auto silent = mapi.start_plural<named_run>(list_runs());
    CHECK_THROWS_AS(get_return_response(std::move(silent), waiting().timeout(10ms)), timeout_error);
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}

TEST_CASE(
    "mapi convert_plural_future_to_singleton: the first, 404, the request's own failure, and a cancel that counts") {
    mapi_server server;
    connection mapi(quick(server));
    const auto start = [&] { return mapi.start_plural<named_run>(list_runs()); };
    const auto missing =
        caught_as<mapi_error>([&] { convert_plural_future_to_singleton(start(), "Run x not found").get(); });
    CHECK(std::string(missing.what()) == "Error 404: Run x not found");
    const auto none = caught_as<mapi_error>([&] { convert_plural_future_to_singleton(start()).get(); });
    CHECK(std::string(none.what()) == "Error 404: No results found");
    server.add_run("one");
    CHECK(get_return_response(convert_plural_future_to_singleton(start()), waiting()).name == "one");
    auto failing = convert_plural_future_to_singleton(mapi.start_plural<named_run>(fail_with("no", 403)));
    CHECK(caught_as<mapi_error>([&] { failing.get(); }).status() == 403);
    server.inject(fault::on_request().silence());
    auto cancelled = convert_plural_future_to_singleton(start());
    CHECK_FALSE(cancelled.ready());
    cancelled.cancel();
    CHECK(caught_as<boost::system::system_error>([&] { cancelled.get(); }).code() == asio::error::operation_aborted);
}

TEST_CASE("mapi connection: its own pool of threads, or the shared one") {
    mapi_server server;
    const auto thread_name = [] {
        char name[16] = {};
        ::pthread_getname_np(::pthread_self(), name, sizeof name);
        return std::string(name);
    };
    connection shared(quick(server));
    CHECK(shared.run_in_threadpool(thread_name).get().starts_with("mosaicml-api"));
    auto options = quick(server);
    connection own(options.concurrency(1));
    std::promise<void> release;
    auto first = own.run_in_threadpool([gate = release.get_future()]() mutable { gate.wait(); });
    auto second = own.run_in_threadpool([](int a, int b) { return a + b; }, 2, 3);
    CHECK_FALSE(second.wait_for(0ns)); // one thread, which is busy
    CHECK(shared.run_in_threadpool(thread_name).get().starts_with("mosaicml-api"));
    release.set_value();
    first.get();
    CHECK(second.get() == 5);
}
