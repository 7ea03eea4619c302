/// ping and predict from C++; what deployments answer is test/cli/test_mapi_inference.py's.
#include "support.hpp"

#include "../support/caught.hpp"

#include <corogql/blocking_generator.hpp>
#include <corogql/mapi/inference.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::test;
using testing::fault;
using testing::server;

namespace {

/// The server's own address with an empty query: what is asked is at its address still, where it obeys faults.
std::string deployment_of(const server& at) { return at.url() + "?"; }

fault says(const std::string& text) { return fault::on_request().answer(200, text); }

asio::awaitable<void> ask(mapi::connection from, std::string where, unsigned& status, json::value& answer) {
    status = co_await mapi::ping(from, where);
    json::object inputs;
    inputs["prompt"] = "hi";
    answer = co_await mapi::predict(from, where, std::move(inputs));
}

asio::awaitable<void> collect(generator<json::value> from, std::vector<std::string>& lines) {
    while (auto piece = co_await from.next()) lines.push_back(json::serialize(*piece));
}

} // namespace

TEST_CASE("mapi inference: coroutines of any executor ask") {
    server server;
    mapi::connection mapi(quick(server));
    server.inject(says("{}").times(1));
    server.inject(says(R"({"outputs": [1]})"));
    unsigned status = 0;
    json::value answer;
    SUBCASE("of the loop") {
        asio::co_spawn(mapi.executor(), ask(mapi, deployment_of(server), status, answer), asio::use_future).get();
    }
    SUBCASE("of another context") {
        asio::io_context mine;
        auto done = asio::co_spawn(mine, ask(mapi, deployment_of(server), status, answer), asio::use_future);
        mine.run();
        done.get();
    }
    SUBCASE("of many threads") {
        asio::thread_pool many(3);
        asio::co_spawn(many, ask(mapi, deployment_of(server), status, answer), asio::use_future).get();
    }
    CHECK(status == 200);
    CHECK(answer == json::parse(R"({"outputs": [1]})"));
    CHECK(server.record().last_body == R"({"prompt":"hi"})");
    CHECK(server.record().last_header("authorization") == "key");
}

TEST_CASE("mapi inference: code that blocks asks, and cancels") {
    server server;
    mapi::connection mapi(quick(server));
    server.inject(says("{}").times(1));
    CHECK(mapi::start_ping(mapi, deployment_of(server)).get() == 200);
    server.inject(fault::on_request().ignore().standing());
    auto waiting = mapi::start_predict(mapi, deployment_of(server), json::object());
    REQUIRE(server.wait_until([](const auto& seen) { return seen.requests == 2; }));
    waiting.cancel();
    CHECK_THROWS_AS(waiting.get(), boost::system::system_error);
    const auto late =
        test::caught_as<mapi::inference_error>([&] { mapi::start_ping(mapi, deployment_of(server), 20ms).get(); });
    CHECK(late.status() == 408);
    CHECK(late.cause().kind() == error_kind::timeout);
    CHECK(late.cause().possibly_executed());
}

TEST_CASE("mapi inference: what a deployment refuses is told, and asked once") {
    server server;
    mapi::connection mapi(quick(server));
    server.inject(fault::on_request().answer(503, "asleep").standing());
    const auto failed =
        test::caught_as<mapi::inference_error>([&] { mapi::start_predict(mapi, deployment_of(server), {}).get(); });
    CHECK(failed.status() == 503);
    CHECK(failed.message() == "asleep");
    CHECK(failed.description());
    CHECK(std::string(failed.what()).starts_with("Inference Deployment Server Error 503: asleep. "));
    CHECK(server.record().requests == 1);
    const auto unknown = test::caught_as<mapi::mapi_error>([&] {
        server.clear_faults();
        mapi::start_ping(mapi, "nobody").get();
    });
    CHECK(unknown.status() == 404);
}

TEST_CASE("mapi inference: a prediction in pieces") {
    server server;
    mapi::connection mapi(quick(server));
    server.inject(says("\"a\"\n{\"b\": 1}\nnull\n[2]\n").standing());
    const std::vector<std::string> wanted{"\"a\"", "{\"b\":1}", "[2]"};
    std::vector<std::string> lines;
    asio::io_context mine;
    auto done =
        asio::co_spawn(mine, collect(mapi::predict_stream(mapi, deployment_of(server), {}), lines), asio::use_future);
    mine.run();
    done.get();
    CHECK(lines == wanted);
    auto first = mapi::predict_stream(mapi, deployment_of(server), {});
    auto taken = asio::co_spawn(mapi.executor(), first.next(), asio::use_future).get();
    REQUIRE(taken);
    CHECK(*taken == "a");
    first.close(); // in the midst of it
}

TEST_CASE("mapi inference: nothing of MAPI's own fields goes to a deployment") {
    server server;
    auto options = quick(server);
    options.adjust([](client_options& general) {
        general.headers({{"X-Mine", "secret"}});
        general.websocket(websocket_options().close_timeout(200ms));
    });
    mapi::connection mapi(options);
    server.inject(says("{}"));
    mapi::start_ping(mapi, deployment_of(server)).get();
    const auto record = server.record();
    for (const auto* name : {"authorization", "x-mine", "x-mosaicml-client"}) CHECK(record.last_header(name) == "");
    CHECK(record.last_header("user-agent").starts_with("corogql/"));
    CHECK(record.seen.back().method == "GET");
}
