/// The engine over TLS, and over unix sockets, against the built-in server.
#include "../support/caught.hpp"
#include "../support/certificates.hpp"
#include "../support/run_loop.hpp"

#include "transport/dial/socket_stream.hpp"
#include "transport/tls/context.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <doctest/doctest.h>

#include <filesystem>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;

namespace {

const request tls_hello("{ hello(name: \"tls\") }");

server_options secure(const pem_identity& identity) {
    return server_options().tls(identity.certificate_file, identity.key_file);
}

client_options trusting(const server& server) {
    return client_options(server.url())
        .tls(tls_options().ca_file(test_certificates().ca_file))
        .retry(retry_options().retries(0));
}

error failure_of(client_options options) {
    asio::io_context loop;
    client api(loop.get_executor(), std::move(options));
    return caught([&] { run(loop, api.execute(tls_hello)); });
}

asio::awaitable<int> sum_of(subscription& from) {
    int sum = 0;
    while (auto event = co_await from.next()) sum += event->data_as<int>("count");
    co_return sum;
}

/// Answers one request with these bytes, and cuts the connection without a close_notify.
asio::awaitable<void> response_and_cut(asio::ip::tcp::acceptor& acceptor, const std::string& bytes) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    const auto& files = test_certificates().server;
    auto context = transport::tls_context::for_server(files.certificate_file, files.key_file);
    auto stream = co_await transport::tls_accept(transport::make_socket_stream(std::move(socket)), context);
    std::vector<char> request(16 * 1024); // which comes whole
    co_await stream->read_some(asio::buffer(request));
    const asio::const_buffer answer = asio::buffer(bytes);
    co_await stream->write(std::span(&answer, 1));
    stream->close();
}

void check_everything(client_options options) {
    asio::io_context loop;
    client api(loop.get_executor(), std::move(options));
    CHECK(run(loop, api.execute(tls_hello)).data_as<std::string>("hello") == "Hello, tls!");
    CHECK(run(loop, api.execute(tls_hello)).ok()); // on the same connection
    auto numbers = api.subscribe(request("subscription { count(after: 0, to: 2000) }"));
    CHECK(run(loop, sum_of(numbers)) == 2'001'000);
}

} // namespace

TEST_CASE("tls: queries and subscriptions with a certificate that is trusted") {
    server server(secure(test_certificates().server));
    check_everything(trusting(server));
}

TEST_CASE("tls: a reconnect resumes the session, for websockets and for HTTP") {
    server server(secure(test_certificates().server));
    asio::io_context loop;
    client api(loop.get_executor(), trusting(server));
    server.inject(fault::after_events(3).drop());
    server.inject(fault::after_events(3).drop());
    auto numbers = api.subscribe(request("subscription($after: Int = 0) { count(after: $after, to: 9) }"),
                                 subscribe_options().resume("/data/count", "after"));
    CHECK(run(loop, sum_of(numbers)) == 45);
    CHECK(api.statistics().tls_handshakes == 3);
    CHECK(api.statistics().tls_resumed == 2);

    server.inject(fault::on_request().drop());
    CHECK(caught([&] { run(loop, api.execute(tls_hello)); }).kind() == error_kind::lost);
    CHECK(run(loop, api.execute(tls_hello)).ok());
    CHECK(api.statistics().tls_handshakes == 5);
    CHECK(api.statistics().tls_resumed == 4);
}

TEST_CASE("tls: a client certificate is given when asked for") {
    const auto& files = test_certificates();
    server server(secure(files.server).client_ca(files.ca_file));
    tls_options tls;
    tls.ca_file(files.ca_file).certificate_file(files.client.certificate_file).key_file(files.client.key_file);
    check_everything(trusting(server).tls(tls));
    CHECK(failure_of(trusting(server)).kind() == error_kind::tls);
}

TEST_CASE("tls: certificates that do not fit are refused, each with its reason") {
    const auto& files = test_certificates();
    {
        server server(secure(files.wrong_host));
        const auto failure = failure_of(trusting(server));
        CHECK(failure.kind() == error_kind::tls);
        CHECK_FALSE(failure.possibly_executed());
        CHECK(server.record().requests == 0);
    }
    {
        server server(secure(files.expired));
        CHECK(std::string(failure_of(trusting(server)).what()).find("expired") != std::string::npos);
    }
    server server(secure(files.server));
    auto other = trusting(server).tls(tls_options().ca_file(files.other_ca_file));
    CHECK(failure_of(std::move(other)).kind() == error_kind::tls);
    check_everything(trusting(server).tls(tls_options().verify(false)));
}

TEST_CASE("H52: without close_notify an answer that has its length is whole, and one that goes to the end is cut off") {
    asio::io_context loop;
    asio::ip::tcp::acceptor acceptor(loop, {asio::ip::make_address("127.0.0.1"), 0});
    const auto url = "https://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/graphql";
    client_options options(url);
    options.tls(tls_options().ca_file(test_certificates().ca_file)).retry(retry_options().retries(0));
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", body = R"({"data":{"a":1}})";
    const auto ask = [&](const std::string& bytes) {
        client api(loop.get_executor(), options);
        auto served = start(loop, response_and_cut(acceptor, bytes));
        auto answer = start(loop, api.execute(request("{ a }")));
        run_until(loop, served);
        return run_until(loop, answer);
    };
    CHECK(ask(head + "Content-Length: 16\r\n\r\n" + body).data_as<int>("a") == 1);
    CHECK(ask(head + "Transfer-Encoding: chunked\r\n\r\n10\r\n" + body + "\r\n0\r\n\r\n").ok());
    for (const std::string& bytes : {head + "\r\n" + body, head + "Content-Length: 17\r\n\r\n" + body}) {
        const auto failure = caught([&] { ask(bytes); });
        CHECK(failure.kind() == error_kind::protocol);
        CHECK(failure.possibly_executed());
        CHECK(std::string(failure.what()).find("close_notify") != std::string::npos);
    }
}

TEST_CASE("unix socket: the URL gives path and Host only") {
    const auto path = std::filesystem::path(test_certificates().ca_file).parent_path() / "socket";
    server server(server_options().unix_socket(path.string()));
    check_everything(client_options("http://anywhere.invalid/graphql").unix_socket(path.string()));
    CHECK(server.record().last_header("Host") == "anywhere.invalid");
}
