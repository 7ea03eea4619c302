/// Where the original goes wrong and no other test looks: see coverage.md.
#include "../support/child.hpp"
#include "support.hpp"

#include "../support/caught.hpp"
#include "../support/certificates.hpp"

#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/stream.hpp>

#include <cmath>
#include <fstream>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::cut;
using testing::fault;
using testing::mapi_server;
using testing::server_record;

TEST_CASE("mapi connection: requests that wait for their repetition hold up nothing") {
    mapi_server server;
    auto options = quick(server);
    options.retry(retry_policy().initial(1h).max(1h).jitter(0ns));
    connection mapi(options);
    server.inject(fault::on_request().answer(503).times(20));
    std::vector<pending<object_list<named_run>>> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(mapi.start_plural<named_run>(list_runs()));
    REQUIRE(server.wait_until([](const server_record& seen) { return seen.requests == 20; }));
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    auto numbers = subscribe<int>(mapi, count(1));
    CHECK(next_of(numbers) == 1);
    for (auto& request : waiting) {
        CHECK_FALSE(request.ready());
        request.cancel();
    }
}

TEST_CASE("mapi connection: neither requests nor streams need the pool of threads") {
    mapi_server server;
    connection mapi(quick(server));
    std::promise<void> release;
    const auto gate = release.get_future().share();
    std::vector<task<void>> busy;
    for (int i = 0; i < 20; ++i) busy.push_back(mapi.run_in_threadpool([gate] { gate.wait(); }));
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    auto numbers = subscribe<int>(mapi, count(1));
    CHECK(next_of(numbers) == 1);
    release.set_value();
    for (auto& each : busy) each.get();
}

TEST_CASE("mapi stream: several share one socket, and come back together on one") {
    mapi_server server;
    connection mapi(quick(server));
    std::vector<stream<int>> streams;
    for (int i = 0; i < 5; ++i) streams.push_back(subscribe<int>(mapi, count(40), stream_options().retry(go_on)));
    server.inject(fault::after_events(30).drop(cut::reset).times(5));
    for (int n = 1; n <= 40; ++n)
        for (auto& each : streams) CHECK(next_of(each) == n);
    for (auto& each : streams) CHECK_FALSE(next_of(each).has_value());
    CHECK(server.record().websockets_opened <= 6); // one for each cut
}

TEST_CASE("mapi stream: credentials are read anew for every connection") {
    mapi_server server;
    const auto token = testing::test_certificates().write("token", "first");
    auto options = quick(server);
    connection mapi(options.api_key("").variables(
        fixed_environment({{"MOSAICML_ACCESS_TOKEN_FILE", token}, {"MCLI_CONFIG_DIR", "/nowhere"}})));
    server.add_run("a");
    log_stream log(mapi, log_filter("a").follow(true));
    server.append_log("a", "1");
    CHECK(next_of(log) == "1");
    CHECK(server.record().last_init_payload.at("Authorization") == "Bearer first");
    std::ofstream(token) << "the second";
    server.drop_connections(cut::reset);
    server.append_log("a", "2");
    CHECK(next_of(log) == "2");
    CHECK(server.record().last_init_payload.at("Authorization") == "Bearer the second");
    CHECK(mapi.start_plural<named_run>(list_runs()).get().size() == 1);
    CHECK(server.record().last_header("Authorization") == "Bearer the second");
}

TEST_CASE("mapi connection: a certificate that is not accepted is final") {
    const auto& pem = testing::test_certificates();
    mapi_server server(testing::mapi_options(),
                       testing::server_options().tls(pem.server.certificate_file, pem.server.key_file));
    std::atomic<int> attempts{0};
    connection mapi(quick(server).log([&](std::string_view line) {
        attempts += line.find(": asked") != line.npos || line.find("; next in ") != line.npos;
    }));
    const auto refused = caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs()).get(); });
    CHECK(refused.status() == 503);
    REQUIRE(refused.description());
    CHECK(refused.description()->find("certificate") != std::string::npos);
    CHECK(attempts == 1);
}

TEST_CASE("mapi connection: requests follow each other on one connection") {
    mapi_server server;
    connection mapi(quick(server));
    for (int i = 0; i < 20; ++i) CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    CHECK(server.record().connections_accepted == 1);
}

TEST_CASE("mapi connection: the same fault is the same failure before and within the answer") {
    mapi_server server;
    connection mapi(quick(server));
    server.inject(fault::on_request().drop(cut::reset).times(1));
    server.inject(fault::on_request().truncate(5, cut::reset).times(1));
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    CHECK(server.record().requests == 3);
}

TEST_CASE("mapi connection: what is no JSON number is not sent") {
    mapi_server server;
    connection mapi(quick(server));
    const auto refused =
        caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs().variable("odd", std::nan(""))).get(); });
    CHECK(refused.status() == 400);
    CHECK(std::string(refused.what()).find("`odd`") != std::string::npos);
    CHECK(server.record().requests == 0);
}

TEST_CASE("mapi connection: an http endpoint's websocket is at ws, whatever its query says") {
    mapi_server server;
    connection mapi(quick(server).endpoint("HTTP" + server.url().substr(4) + "?from=http://elsewhere"));
    auto numbers = subscribe<int>(mapi, count(1));
    CHECK(next_of(numbers) == 1);
    CHECK(server.record().last_target == "/graphql?from=http://elsewhere");
}

TEST_CASE("mapi connection: a password in the endpoint is not shown") {
    connection mapi(
        quick(mapi_server()).endpoint("http://user:password@127.0.0.1:1/?token=x").retry(retry_policy().attempts(1)));
    const auto failed = caught_as<mapi_error>([&] { mapi.start_plural<named_run>(list_runs()).get(); });
    CHECK(std::string(failed.what()).find("Unable to connect to MAPI at http://127.0.0.1:1") != std::string::npos);
    CHECK(std::string(failed.what()).find("password") == std::string::npos);
}

TEST_CASE("mapi connection: netrc files are not for us") {
    mapi_server server;
    const auto netrc = testing::test_certificates().write(".netrc", "machine 127.0.0.1 login a password b\n");
    ::setenv("NETRC", netrc.c_str(), 1);
    connection mapi(quick(server));
    CHECK(mapi.start_plural<named_run>(list_runs()).get().empty());
    CHECK(server.record().last_header("Authorization") == "key");
    ::unsetenv("NETRC");
}

TEST_CASE("mapi connection: a process ends at once, whatever is under way on the default connection") {
    mapi_server server;
    server.inject(fault::on_request().silence().standing());
    // OpenSSL cleans up before the static objects do, and then never frees what the loop's thread has.
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    child program("EXIT_PROGRAM", {server.url()});
    ::unsetenv("ASAN_OPTIONS");
    CHECK(program.read() == "begun\n");
    const int status = program.wait();
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 3);
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
}

TEST_CASE("mapi connection: reset closes the default one") {
    mapi_server server;
    ::setenv("MOSAICML_API_ENDPOINT", server.url().c_str(), 1);
    ::setenv("MOSAICML_API_KEY", "key", 1);
    connection::reset();
    CHECK(connection::current().start_plural<named_run>(list_runs()).get().empty());
    CHECK(server.record().connections_live == 1);
    connection::reset();
    CHECK(server.wait_until([](const server_record& seen) { return seen.connections_live == 0; }));
    ::unsetenv("MOSAICML_API_ENDPOINT");
}

TEST_CASE("mapi connection: the default one is made once, whoever asks first") {
    ::setenv("MOSAICML_API_ENDPOINT", "http://127.0.0.1:1/", 1);
    connection::reset();
    std::vector<std::thread> threads;
    std::atomic<int> same{0};
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { same += connection::current().endpoint() == "http://127.0.0.1:1/"; });
    for (auto& each : threads) each.join();
    CHECK(same == 8);
    connection::reset();
    ::unsetenv("MOSAICML_API_ENDPOINT");
}
