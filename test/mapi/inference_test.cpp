/// ping and predict from C++; what deployments answer is test/cli/mapi/test_mapi_inference.py's.
#include "support.hpp"

#include "../support/caught.hpp"

#include <corogql/blocking_generator.hpp>
#include <corogql/mapi/inference.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <mutex>
#include <thread>

using namespace corogql;
using namespace corogql::test;
using testing::mapi_server;

namespace {

using tcp = asio::ip::tcp;

/// A deployment that says the same to everybody, or nothing, and remembers what it was asked.
class deployment_server {
public:
    explicit deployment_server(std::string answer) : response_(std::move(answer)) {
        asio::co_spawn(loop_, serve(), asio::detached);
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~deployment_server() {
        loop_.stop();
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
    std::vector<std::string> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    void wait_for_request() const {
        while (requests().empty()) std::this_thread::yield();
    }

    static std::string says(const std::string& body, const std::string& status = "200 OK") {
        return "HTTP/1.1 " + status +
               "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body;
    }

private:
    asio::awaitable<void> serve() {
        while (true) {
            tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
            asio::co_spawn(loop_, answer(std::move(socket)), asio::detached);
        }
    }
    asio::awaitable<void> answer(tcp::socket socket) {
        std::string request(4096, '\0');
        request.resize(co_await socket.async_read_some(asio::buffer(request), asio::use_awaitable));
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        if (!response_.empty()) co_await asio::async_write(socket, asio::buffer(response_), asio::use_awaitable);
        // Until the client hangs up.
        request.resize(1);
        boost::system::error_code gone;
        co_await socket.async_read_some(asio::buffer(request), asio::redirect_error(asio::use_awaitable, gone));
    }

    const std::string response_;
    asio::io_context loop_;
    tcp::acceptor acceptor_{loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::thread thread_;
};

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
    mapi_server server;
    mapi::connection mapi(quick(server));
    deployment_server there(deployment_server::says(R"({"outputs": [1]})"));
    unsigned status = 0;
    json::value answer;
    SUBCASE("of the loop") {
        asio::co_spawn(mapi.executor(), ask(mapi, there.url(), status, answer), asio::use_future).get();
    }
    SUBCASE("of another context") {
        asio::io_context mine;
        auto done = asio::co_spawn(mine, ask(mapi, there.url() + "/", status, answer), asio::use_future);
        mine.run();
        done.get();
    }
    SUBCASE("of many threads") {
        asio::thread_pool many(3);
        asio::co_spawn(many, ask(mapi, there.url(), status, answer), asio::use_future).get();
    }
    CHECK(status == 200);
    CHECK(answer == json::parse(R"({"outputs": [1]})"));
    const auto seen = there.requests();
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].starts_with("GET /ping HTTP/1.1\r\n"));
    CHECK(seen[1].starts_with("POST /predict HTTP/1.1\r\n"));
    CHECK(seen[1].find("\r\nAuthorization: key\r\n") != std::string::npos);
    CHECK(seen[1].ends_with("\r\n\r\n{\"prompt\":\"hi\"}"));
}

TEST_CASE("mapi inference: code that blocks asks, and cancels") {
    mapi_server server;
    mapi::connection mapi(quick(server));
    deployment_server good(deployment_server::says("{}"));
    CHECK(mapi::start_ping(mapi, good.url()).get() == 200);
    deployment_server silent("");
    auto waiting = mapi::start_predict(mapi, silent.url(), json::object());
    silent.wait_for_request();
    waiting.cancel();
    CHECK_THROWS_AS(waiting.get(), boost::system::system_error);
    const auto late = caught_as<mapi::inference_error>([&] { mapi::start_ping(mapi, silent.url(), 20ms).get(); });
    CHECK(late.status() == 408);
    CHECK(late.cause().kind() == error_kind::timeout);
    CHECK(late.cause().possibly_executed());
}

TEST_CASE("mapi inference: what a deployment refuses is told, and asked once") {
    mapi_server server;
    mapi::connection mapi(quick(server));
    deployment_server asleep(deployment_server::says("asleep, key", "503 Busy"));
    const auto failed = caught_as<mapi::inference_error>([&] { mapi::start_predict(mapi, asleep.url(), {}).get(); });
    CHECK(failed.status() == 503);
    CHECK(failed.message() == "asleep, [redacted]"); // which is what was sent as Authorization
    CHECK(failed.description());
    CHECK(std::string(failed.what()).starts_with("Inference Deployment Server Error 503: asleep, [redacted]. "));
    CHECK(asleep.requests().size() == 1);
    const auto unknown = caught_as<mapi::mapi_error>([&] { mapi::start_ping(mapi, "nobody").get(); });
    CHECK(unknown.status() == 404);
    const auto odd = caught([&] { mapi::start_ping(mapi, asleep.url() + "/?x=1").get(); });
    CHECK(to_string(odd.kind()) == "usage");
    mapi::deployment without_address;
    without_address.name = "young";
    CHECK_THROWS_AS(mapi::start_ping(mapi, without_address).get(), std::exception);
}

TEST_CASE("mapi inference: a prediction in pieces") {
    mapi_server server;
    mapi::connection mapi(quick(server));
    deployment_server there(deployment_server::says("\"a\"\n{\"b\": 1}\nnull\n[2]\n"));
    const std::vector<std::string> wanted{"\"a\"", "{\"b\":1}", "[2]"};
    std::vector<std::string> lines;
    asio::io_context mine;
    auto done = asio::co_spawn(mine, collect(mapi::predict_stream(mapi, there.url(), {}), lines), asio::use_future);
    mine.run();
    done.get();
    CHECK(lines == wanted);
    auto first = mapi::predict_stream(mapi, there.url(), {});
    auto taken = asio::co_spawn(mapi.executor(), first.next(), asio::use_future).get();
    REQUIRE(taken);
    CHECK(*taken == "a");
    first.close(); // in the midst of it
}

TEST_CASE("mapi inference: nothing of MAPI's own fields goes to a deployment") {
    mapi_server server;
    auto options = quick(server);
    options.adjust([](client_options& general) { general.headers({{"X-Mine", "secret"}}).unix_socket("/nowhere"); });
    mapi::connection mapi(options);
    deployment_server there(deployment_server::says("{}"));
    mapi::start_ping(mapi, there.url()).get();
    const auto request = there.requests().at(0);
    for (const auto* name : {"Authorization", "X-Mine", "x-mosaicml-client"})
        CHECK(request.find(name) == std::string::npos);
    CHECK(request.find("User-Agent: corogql/") != std::string::npos);
}
