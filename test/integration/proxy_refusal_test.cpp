/// What is made of a proxy's own answers: they are not the server's.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/client.hpp>
#include <corogql/interceptor.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;
using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

asio::awaitable<void> refuse_all(tcp::acceptor acceptor, std::string head) {
    while (true) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        std::string asked;
        co_await asio::async_read_until(socket, asio::dynamic_buffer(asked), "\r\n\r\n", asio::use_awaitable);
        co_await asio::async_write(socket, asio::buffer(head), asio::use_awaitable);
    }
}

/// A client whose proxy has this answer for everything.
struct refused_client {
    explicit refused_client(const std::string& head) {
        tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        const auto port = std::to_string(acceptor.local_endpoint().port());
        options.proxy("http://127.0.0.1:" + port).retry(retry_options().initial(1ms).max(5ms));
        asio::co_spawn(loop, refuse_all(std::move(acceptor), "HTTP/1.1 " + head + "\r\n\r\n"), asio::detached);
    }
    error failure(request operation) {
        client api(loop.get_executor(), options);
        return caught([&] { run(loop, api.execute(std::move(operation))); });
    }

    asio::io_context loop{1};
    client_options options{"http://api.example/graphql"};
};

/// Opens a tunnel and speaks in it before it is asked. Its own answer to the first request comes when there is a second
/// one on the same connection, whose it is not.
asio::awaitable<void> speak_first(tcp::acceptor acceptor, int& accepted) {
    const auto answer = [](std::string body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    };
    while (true) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        const bool first = ++accepted == 1;
        std::string asked;
        co_await asio::async_read_until(socket, asio::dynamic_buffer(asked), "\r\n\r\n", asio::use_awaitable);
        const auto head = "HTTP/1.1 200 OK\r\n\r\n" + (first ? answer(R"({"data":{"a":0}})") : std::string());
        co_await asio::async_write(socket, asio::buffer(head), asio::use_awaitable);
        boost::system::error_code gone;
        for (int requests = 0; requests < (first ? 2 : 1) && !gone; ++requests) {
            std::string text;
            co_await asio::async_read_until(socket, asio::dynamic_buffer(text), "}\"}",
                                            asio::redirect_error(asio::use_awaitable, gone));
        }
        if (gone) continue;
        const auto late = answer(first ? R"({"data":{"a":1}})" : R"({"data":{"a":2}})");
        co_await asio::async_write(socket, asio::buffer(late), asio::use_awaitable);
    }
}

} // namespace

TEST_CASE("FH5: proxy: a connection on which something came before the first request serves that one alone") {
    asio::io_context loop{1};
    tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const auto port = std::to_string(acceptor.local_endpoint().port());
    int accepted = 0;
    asio::co_spawn(loop, speak_first(std::move(acceptor), accepted), asio::detached);
    client api(loop.get_executor(), client_options("http://api.example/graphql").proxy("http://127.0.0.1:" + port));
    CHECK(run(loop, api.execute(request("{ a }"))).data_as<int>("a") == 0); // whom it was meant for nobody can tell
    CHECK(run(loop, api.execute(request("{ a }"))).data_as<int>("a") == 2);
    CHECK(accepted == 2);
}

TEST_CASE("proxy: one that asks for more patience than there is has the last word") {
    for (const char* operation : {"{ a }", "mutation { a }"}) {
        refused_client with("503 Busy\r\nRetry-After: 60");
        const auto seen = with.failure(request(operation));
        CHECK(seen.kind() == error_kind::connect);
        CHECK(seen.http_status() == 503u);
        CHECK(seen.retry_after() == 60s);
        CHECK(seen.attempts() == 1);
    }
    refused_client with("103 Early\r\nRetry-After: 1\r\n\r\nHTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nX-A: b");
    client api(with.loop.get_executor(), with.options);
    auto events = api.subscribe(request("subscription { a }"));
    const auto seen = caught([&] { run(with.loop, events.next()); });
    CHECK(seen.kind() == error_kind::connect);
    CHECK(seen.retry_after() == 3600s);
    CHECK(seen.headers() == headers{{"Retry-After", "3600"}, {"X-A", "b"}});
    CHECK(seen.attempts() == 1);
}

TEST_CASE("proxy: its Retry-After is waited for") {
    refused_client with("502 Bad gateway\r\nRetry-After: 20");
    std::promise<std::string> waits;
    with.options.log([&](std::string_view line) {
        if (line.find("next in") != std::string_view::npos) waits.set_value(std::string(line));
    });
    client api(with.loop.get_executor(), with.options);
    auto answer = start(with.loop, api.execute(request("{ a }")));
    auto line = waits.get_future();
    CHECK(run_until(with.loop, line).ends_with("; next in 20000 ms"));
    run(with.loop, api.close());
    CHECK(caught([&] { run_until(with.loop, answer); }).kind() == error_kind::cancelled);
}

TEST_CASE("proxy: its status is neither a timeout's nor an interceptor's") {
    class observer : public interceptor {
    public:
        void after(const http_attempt&, const http_outcome& outcome) noexcept override {
            seen.push_back(outcome.http_status);
            last = *outcome.failure;
        }
        std::vector<unsigned> seen;
        error last{error_kind::usage, "none"};
    };
    refused_client with("502 Bad gateway");
    const auto around = std::make_shared<observer>();
    with.options.timeout(1s).retry(retry_options().initial(1h).max(1h)).intercept(around);
    const auto late = with.failure(request("{ a }"));
    CHECK(late.kind() == error_kind::timeout);
    CHECK(late.last_failure().ends_with("with status 502"));
    CHECK_FALSE(late.http_status());
    REQUIRE_FALSE(around->seen.empty());
    CHECK(around->seen.front() == 0);
    CHECK(around->last.http_status() == 502u);
}
