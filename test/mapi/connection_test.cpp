/// Requests through a connection, against the built-in server.
#include "support.hpp"

#include "../support/caught.hpp"

#include "../support/run_loop.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/thread_pool.hpp>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::fault;
using testing::mapi_server;
using testing::server_record;

TEST_CASE("mapi connection: singular, plural and paginated, awaited, by token and as futures") {
    mapi_server server(testing::mapi_options().sample_runs(7));
    const connection mapi(quick(server));
    auto to = mapi;
    asio::io_context loop;
    CHECK(testing::run(loop, to.run_singular<named_run>(create_run("a"))).name == "a");
    CHECK(testing::run(loop, to.run_plural<named_run>(list_runs())).size() == 8);
    CHECK(to.start_singular<named_run>(create_run("b")).get().name == "b");
    CHECK(to.async_run_plural<named_run>(list_runs(), asio::use_future).get().size() == 9);
    auto page = to.start_paginated<named_run>(get_pages(4)).get();
    CHECK(page.size() == 4);
    CHECK(page.has_next_page());
    std::promise<std::size_t> called;
    to.async_run_plural<named_run>(list_runs(), [&](std::exception_ptr failure, object_list<named_run> runs) {
        called.set_value(failure ? 0 : runs.size());
    });
    CHECK(called.get_future().get() == 9);
}

TEST_CASE("mapi connection: pages to the end, each asked for anew, the caller's variables untouched") {
    mapi_server server(testing::mapi_options().sample_runs(10));
    connection mapi(quick(server));
    const auto asked = get_pages(4);
    const auto before = asked.variables();
    auto first = mapi.start_paginated<named_run>(asked).get();
    const auto second = first.start_next_page(3).get();
    CHECK(second.size() == 3);
    CHECK(first.start_next_page().get().size() == 4);
    CHECK(asked.variables() == before);
    server.inject(fault::on_request().answer(503).times(2));
    page_items<named_run> items(std::move(first));
    std::vector<std::string> names;
    while (auto run = next_of(items)) names.push_back(run->name);
    CHECK(names.size() == 10);
    std::sort(names.begin(), names.end());
    CHECK(std::unique(names.begin(), names.end()) == names.end());
    const auto last = mapi.start_paginated<named_run>(get_pages(100)).get();
    CHECK_FALSE(last.has_next_page());
    CHECK(std::string(caught_as<error>([&] { last.start_next_page(); }).what()) == "No next page");
}

TEST_CASE("mapi connection: the headers of every request, and no credential") {
    mapi_server server;
    auto options = quick(server);
    connection mapi(options.client_version("9.8.7"));
    mapi.start_plural<named_run>(list_runs()).get();
    const auto seen = server.record();
    CHECK(seen.last_header("Authorization") == "key");
    CHECK(seen.last_header("Content-Type") == "application/json");
    CHECK(seen.last_header("x-mosaicml-client") == "mcli");
    CHECK(seen.last_header("x-mosaicml-client-version") == "9.8.7");
    connection bare(quick(server).api_key("").variables(fixed_environment({{"MCLI_CONFIG_PATH", "/no/such"}})));
    CHECK(std::string(caught_as<config_error>([&] { bare.start_plural<named_run>(list_runs()).get(); }).what()) ==
          config_error::auth_key_missing);
    CHECK(server.record().requests == seen.requests);
}

TEST_CASE("mapi connection: where it goes") {
    const auto at = [](std::map<std::string, std::string> variables) {
        return connection(connection_options().variables(fixed_environment(std::move(variables)))).endpoint();
    };
    CHECK(at({}) == "https://api.mosaicml.com/graphql");
    CHECK(at({{"MCLI_MODE", "DEV"}}) == "https://dev.api.mosaicml.com/graphql");
    CHECK(at({{"MCLI_MODE", "DEV"}, {"MOSAICML_API_ENDPOINT", "http://h/g"}}) == "http://h/g");
}

TEST_CASE("mapi connection: errors, and answers in another shape") {
    mapi_server server(testing::mapi_options().sample_runs(2));
    connection mapi(quick(server));
    const auto failed =
        caught_as<multi_mapi_error>([&] { mapi.start_plural<named_run>(fail_with("gone", 404)).get(); });
    CHECK(failed.status() == 404);
    CHECK(std::string(failed.what()) == "Error 404: gone");
    const auto message = [&](const operation& what) {
        return std::string(caught_as<mapi_error>([&] { mapi.start_singular<named_run>(what).get(); }).what());
    };
    CHECK(message(list_runs()) == "Error 500: Request returned 2 items, but expected 1");
    CHECK(
        message(operation("query G($getRunsData: GetRunsInput) { getRuns(getRunsData: $getRunsData) { name status } }",
                          "getRuns")
                    .variable("getRunsData", json::object{{"filters", {{"name", {{"in", json::array{"none"}}}}}}})) ==
        "Error 500: Request returned no items, but expected 1");
    CHECK(message(operation("{ hello }", "hello"))
              .starts_with(
                  "Error 500: Internal Server Error: Malformed response data raised data.hello: expected a list. "
                  "Response received: {\"data\":"));
    CHECK(message(operation("{ hello }", "other")).find("data.other: is missing") != std::string::npos);
    CHECK(message(operation("{ getRuns { name } }", "getRuns")).find("expected 1") != std::string::npos);
    const auto lacking = caught_as<mapi_error>(
        [&] { mapi.start_plural<named_run>(operation("{ getRuns { name } }", "getRuns")).get(); });
    CHECK(std::string(lacking.what()).find("getRuns.status: is missing") != std::string::npos);
    CHECK(mapi.start_plural<no_model>(list_runs()).get().empty());
    CHECK(object_list<no_model>::type() == object_type::unknown);
}

TEST_CASE("mapi connection: temporary failures are repeated, ten attempts in all") {
    mapi_server server;
    connection mapi(quick(server));
    server.inject(fault::on_request().answer(503).times(9));
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    CHECK(server.record().requests == 10);
    server.inject(fault::on_request().answer(502).times(10));
    CHECK(std::string(caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs()).get(); }).what()) ==
          "Error 502: Bad Gateway");
    CHECK(server.record().requests == 20);
    server.inject(fault::on_request().answer(500).times(1));
    CHECK(caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs()).get(); }).status() == 500);
    CHECK(server.record().requests == 21);
    // GraphQL's own word for it counts as well.
    CHECK(caught_as<mapi_error>([&] { mapi.start_plural<named_run>(fail_with("busy", 503)).get(); }).status() == 503);
    CHECK(server.record().requests == 31);
}

TEST_CASE("mapi connection: a mutation that may have run is repeated only by request") {
    mapi_server server;
    connection mapi(quick(server));
    server.inject(fault::on_request().answer(503).after_execution().times(1));
    CHECK(caught_as<mapi_error>([&] { mapi.start_singular<named_run>(create_run("once")).get(); }).status() == 503);
    CHECK(server.record().executed("createRun") == 1);
    server.inject(fault::on_request().answer(429).times(3));
    CHECK(mapi.start_singular<named_run>(create_run("patient")).get().name == "patient");
    server.inject(fault::on_request().answer(503).times(3));
    CHECK(mapi.start_singular<named_run>(create_run("again").idempotent(true)).get().name == "again");
    auto options = quick(server);
    connection blind(options.retry(retry_policy().initial(1ms).max(1ms).jitter(1ms).repeat_mutations(true)));
    server.inject(fault::on_request().answer(503).times(3));
    CHECK(blind.start_singular<named_run>(create_run("blind")).get().name == "blind");
}

TEST_CASE("mapi connection: a deadline ends the work, and tells the last failure") {
    mapi_server server;
    auto options = quick(server);
    connection mapi(options.retry(retry_policy().initial(10s)));
    server.inject(fault::on_request().answer(503).standing());
    const auto late = caught_as<timeout_error>([&] { mapi.start_plural<named_run>(list_runs().timeout(2s)).get(); });
    CHECK(std::string(late.what()).find("Error 503: Service Unavailable") != std::string::npos);
    server.clear_faults();
    server.inject(fault::on_request().silence().standing());
    caught_as<timeout_error>([&] { mapi.start_plural<named_run>(list_runs().timeout(30ms)).get(); });
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}

TEST_CASE("mapi connection: whatever the log function throws ends the request, and says so") {
    mapi_server server;
    const std::vector<std::function<void(std::string_view)>> throwing{
        [](std::string_view) { throw 7; },
        [](std::string_view) { throw boost::system::system_error(asio::error::operation_aborted); }};
    for (const auto& log : throwing) {
        auto options = quick(server);
        connection mapi(options.log(log));
        const auto seen = caught_as<error>([&] { mapi.start_plural<named_run>(list_runs()).get(); });
        CHECK(to_string(seen.kind()) == "callback");
    }
}

TEST_CASE("mapi connection: nobody there, cancelled, closed, and used again") {
    mapi_server server;
    auto options = quick(server);
    connection mapi(options.retry(retry_policy().attempts(2).initial(1ms).jitter(1ms)));
    server.stop_listening();
    CHECK(std::string(caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs()).get(); }).what())
              .starts_with("Error 503: Unable to connect to MAPI at " + server.url()));
    server.resume_listening();
    server.inject(fault::on_request().silence().standing());
    auto pending = mapi.start_plural<named_run>(list_runs());
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests == 1; }));
    pending.cancel();
    const auto cancelled = caught_as<request_cancelled>([&] { pending.get(); });
    CHECK(cancelled.code() == asio::error::operation_aborted);
    CHECK(cancelled.possibly_executed());
    CHECK(cancelled.last_failure().empty());
    auto other = mapi.start_plural<named_run>(list_runs());
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests == 2; }));
    mapi.close();
    mapi.close();
    CHECK(caught_as<error>([&] { other.get(); }).kind() == error_kind::cancelled);
    server.clear_faults();
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
}

TEST_CASE("mapi connection: the default one, and scopes that end in any order") {
    mapi_server server;
    connection a(quick(server)), b(quick(server));
    const auto is = [](const std::string& endpoint) { return connection::current().endpoint() == endpoint; };
    auto outer = std::make_unique<connection::scope>(connection(quick(server).endpoint("http://a/")));
    CHECK(is("http://a/"));
    auto inner = std::make_unique<connection::scope>(connection(quick(server).endpoint("http://b/")));
    CHECK(is("http://b/"));
    outer.reset();
    CHECK(is("http://b/"));
    inner.reset();
    CHECK_FALSE(is("http://b/"));
    {
        const connection::scope again(a);
        CHECK(is(server.url()));
        const connection::scope twice(a);
        CHECK(connection::current().start_plural<named_run>(list_runs()).get().empty());
    }
    connection::reset();
    // Closed at the end of its scope, and usable all the same.
    CHECK(a.start_plural<named_run>(list_runs()).get().empty());
}

TEST_CASE("mapi connection: the last handle may go on the connection's own loop") {
    mapi_server server;
    std::promise<void> gone;
    {
        auto mapi = std::make_shared<connection>(quick(server));
        auto& use = *mapi;
        use.async_run_plural<named_run>(list_runs(), [mapi = std::move(mapi), &gone](std::exception_ptr, auto) mutable {
            mapi.reset();
            gone.set_value();
        });
    }
    gone.get_future().get();
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}

TEST_CASE("mapi connection: a hundred requests at once on ten connections, from several threads") {
    mapi_server server;
    connection mapi(quick(server));
    asio::thread_pool threads(4);
    std::atomic<int> good{0};
    for (int i = 0; i < 100; ++i)
        asio::post(threads, [&, i] {
            if (mapi.start_singular<named_run>(create_run("r" + std::to_string(i))).get().name ==
                "r" + std::to_string(i))
                ++good;
        });
    threads.join();
    CHECK(good == 100);
    CHECK(server.record().executed("createRun") == 100);
    CHECK(server.record().connections_accepted <= 10);
}

TEST_CASE("mapi connection: the websocket can be connected before it is needed") {
    mapi_server server;
    connection mapi(quick(server));
    CHECK_FALSE(mapi.connected());
    asio::io_context loop;
    testing::run(loop, mapi.create_websocket_connection());
    CHECK(server.record().acknowledged == 1);
    CHECK(mapi.connected());
    const auto payload = server.record().last_init_payload;
    CHECK(payload.at("Authorization") == "key");
    CHECK(payload.at("x-mosaicml-client") == "mcli");
    CHECK(payload.at("Content-Type") == "application/json");
    CHECK(payload.as_object().contains("x-mosaicml-client-version"));
    testing::run(loop, mapi.create_websocket_connection());
    CHECK(server.record().websockets_opened == 1);
    mapi.close();
    CHECK_FALSE(mapi.connected());

    server.api_key("another");
    CHECK(caught_as<mapi_error>([&] { testing::run(loop, mapi.create_websocket_connection()); }).status() == 401);
    server.api_key("");
    server.inject(fault::on_init().silence().standing());
    connection impatient(
        quick(server).connect_timeout(30ms).adjust([](client_options& general) { general.connect_timeout(100ms); }));
    caught_as<timeout_error>([&] { testing::run(loop, impatient.create_websocket_connection()); });
}
