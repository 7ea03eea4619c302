#include <corogql/testing/server.hpp>

#include "raw_client.hpp"

#include "../support/certificates.hpp"
#include "../support/run_loop.hpp"
#include "../support/stream_pair.hpp"
#include "transport/asio/asio_runtime.hpp"
#include "transport/tls/context.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto modern = "graphql-transport-ws";
constexpr auto hello_body = R"({"query":"{ hello }"})";
constexpr auto greeting = R"({"data":{"hello":"Hello, world!"}})";
constexpr auto state_text = "type Query { a: Int } type Subscription { state: String! }";
constexpr auto init = R"({"type":"connection_init"})";
constexpr auto ack = R"({"type":"connection_ack"})";

std::string subscribe(const std::string& id, const std::string& query) {
    return R"({"id":")" + id + R"(","type":"subscribe","payload":{"query":")" + query + R"("}})";
}
std::string next_message(const std::string& id, const std::string& data) {
    return R"({"id":")" + id + R"(","type":"next","payload":{"data":)" + data + "}}";
}
std::string complete(const std::string& id) { return R"({"id":")" + id + R"(","type":"complete"})"; }

/// Asks for the greeting over whatever `to` says.
asio::awaitable<std::string> greet(std::shared_ptr<corogql::transport::runtime> world,
                                   corogql::transport::endpoint to) {
    const auto until = world->now() + 5s;
    const auto stream = co_await world->dial(to, until);
    co_await write_text(*stream, "GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    auto text = co_await read_text(*stream, 10000);
    co_return text.substr(text.find("\r\n\r\n") + 4);
}

} // namespace

TEST_CASE("testing::server: answers over HTTP and keeps the connection") {
    const server server;
    raw_client client(server.port());
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.post(hello_body);
        CHECK(answer.status == 200);
        CHECK(answer.headers.find("Content-Type") == "application/json; charset=utf-8");
        CHECK(answer.body == greeting);
    }
    const auto record = server.record();
    CHECK(record.connections_accepted == 1);
    CHECK(record.requests == 3);
    CHECK(record.executed("hello") == 3);
    CHECK(record.last_header("content-TYPE") == "application/json");
    CHECK(record.last_body == hello_body);
}

TEST_CASE("testing::server: statuses and media types") {
    const server server;
    raw_client client(server.port());
    const auto accept = "Accept: application/graphql-response+json, application/json;q=0.9\r\n";
    const auto status = [&](const char* body) { return client.post(body, accept).status; };
    CHECK(status(hello_body) == 200);
    CHECK(status(R"({"query":"{ hello "})") == 400);
    CHECK(status(R"({"query":"{ nope }"})") == 422);
    CHECK(status(R"({"query":"{ hello fail }"})") == 294);
    CHECK(status(R"({"query":7})") == 422);
    CHECK(status("no json") == 400);
    CHECK(status(R"({"query":"subscription { count(to: 1) }"})") == 422);
    CHECK(client.post(hello_body, accept).headers.find("Content-Type") == "application/graphql-response+json");
    CHECK(client.post(R"({"query":"{ nope }"})").status == 400);
    CHECK(client.post(hello_body, "Accept: text/plain\r\n").status == 406);
    const auto ask = [&](const std::string& line, const std::string& fields = {}) {
        client.write(line + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
        return client.response();
    };
    CHECK(ask("GET /graphql?query=%7Bhello%28name:%22a+b%22%29%7D").body == R"({"data":{"hello":"Hello, a b!"}})");
    CHECK(ask("GET "
              "/graphql?query=mutation%7BaddBook(title:%22a%22)%7Bid%7D%7D")
              .status == 405);
    CHECK(ask("GET /").status == 404);
    CHECK(ask("DELETE /graphql").headers.find("Allow") == "GET, POST");
    CHECK(ask("POST /graphql", "Content-Type: text/plain\r\nContent-Length: 0\r\n").status == 415);
}

TEST_CASE("testing::server: a request that is not HTTP, or too large") {
    server_options options;
    options.max_size(1000);
    const server server(options);
    raw_client garbage(server.port());
    garbage.write("nonsense\r\n\r\n");
    CHECK(garbage.response().status == 400);
    CHECK(garbage.read().empty());
    raw_client large(server.port());
    CHECK(large.post(std::string(2000, ' ')).status == 413);
}

TEST_CASE("testing::server: subscribes over graphql-transport-ws") {
    const server server;
    raw_websocket socket(server.port(), "nonsense, graphql-transport-ws, graphql-ws");
    CHECK(socket.answer.status == 101);
    CHECK(socket.answer.headers.find("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(socket.answer.headers.find("Sec-WebSocket-Protocol") == modern);
    CHECK(socket.ask(init) == ack);
    CHECK(socket.ask(subscribe("a", "subscription { n: count(to: 3) }")) == next_message("a", R"({"n":1})"));
    CHECK(socket.receive() == next_message("a", R"({"n":2})"));
    CHECK(socket.receive() == next_message("a", R"({"n":3})"));
    CHECK(socket.receive() == complete("a"));
    CHECK(socket.ask(subscribe("b", "{ hello }")) == next_message("b", R"({"hello":"Hello, world!"})"));
    CHECK(socket.receive() == complete("b"));
    CHECK(socket.ask(subscribe("c", "{ nope }")).find(R"("type":"error","payload":[{"message":"Cannot query)") !=
          std::string::npos);
    CHECK(socket.ask(R"({"type":"ping","payload":{"x":1}})") == R"({"type":"pong","payload":{"x":1}})");
    socket.ping("p");
    CHECK(socket.receive() == "pong p");
    CHECK(server.record().events_sent == 3);
    CHECK(server.record().messages.front() == init);
}

TEST_CASE("testing::server: subscribes to a feed and stops when told to") {
    feed states;
    states.push("PENDING");
    server server(server_options().schema(served_schema(state_text).subscribe("Subscription.state", states)));
    raw_websocket socket(server.port(), modern);
    socket.ask(init);
    const auto event = [](const char* status) {
        return next_message("1", R"({"state":")" + std::string(status) + R"("})");
    };
    CHECK(socket.ask(subscribe("1", "subscription { state }")) == event("PENDING"));
    states.push("RUNNING");
    CHECK(socket.receive() == event("RUNNING"));
    CHECK(server.record().subscriptions_live == 1);
    socket.send(complete("1"));
    CHECK(server.wait_until([](const server_record& record) { return record.subscriptions_live == 0; }));
    states.end();
    CHECK(socket.ask(subscribe("1", "subscription { state }")) == event("PENDING"));
    CHECK(socket.receive() == event("RUNNING"));
    CHECK(socket.receive() == complete("1"));
}

TEST_CASE("testing::server: the rules of graphql-transport-ws have their close codes") {
    const server server;
    const auto after_ack = [&](const std::string& message) {
        raw_websocket socket(server.port(), modern);
        CHECK(socket.ask(init) == ack);
        return socket.ask(message);
    };
    CHECK(after_ack(init) == "close 4429 Too many initialisation requests");
    CHECK(after_ack("[]") == "close 4400 Invalid message received");
    CHECK(after_ack(R"({"type":"nope"})") == "close 4400 Invalid message received");
    CHECK(after_ack(R"({"id":"1","type":"subscribe","payload":{}})") == "close 4400 Invalid message received");
    {
        raw_websocket socket(server.port(), modern);
        CHECK(socket.ask(subscribe("1", "{ hello }")) == "close 4401 Unauthorized");
    }
    {
        raw_websocket socket(server.port(), modern);
        socket.ask(init);
        socket.send(subscribe("1", "subscription { count(to: 2, every: 60000) }"));
        CHECK(socket.receive() == next_message("1", R"({"count":1})"));
        CHECK(socket.ask(subscribe("1", "{ hello }")) == "close 4409 Subscriber for 1 already exists");
    }
    {
        server_options impatient;
        impatient.init_timeout(50ms);
        const corogql::testing::server other(impatient);
        raw_websocket socket(other.port(), modern);
        CHECK(socket.receive() == "close 4408 Connection initialisation timeout");
    }
    CHECK(raw_websocket(server.port(), "").receive() == "close 4406 Subprotocol not acceptable");
    raw_websocket binary(server.port(), modern);
    binary.send_binary(init);
    CHECK(binary.receive() == "close 4400 Binary messages are not supported");
}

TEST_CASE("testing::server: speaks the legacy protocol") {
    server_options options;
    options.keep_alive(20ms);
    const server server(options);
    raw_websocket socket(server.port(), "graphql-ws");
    CHECK(socket.ask(init) == ack);
    CHECK(socket.receive() == R"({"type":"ka"})");
    CHECK(socket.receive() == R"({"type":"ka"})");
    const auto start = [](const std::string& query) {
        return R"({"id":"1","type":"start","payload":{"query":")" + query + R"("}})";
    };
    const auto after_ka = [&] {
        auto text = socket.receive();
        while (text == R"({"type":"ka"})") text = socket.receive();
        return text;
    };
    const auto event = [&](const std::string& message) {
        socket.send(message);
        return after_ka();
    };
    CHECK(event(start("{ hello }")) == R"({"id":"1","type":"data","payload":{"data":{"hello":"Hello, world!"}}})");
    CHECK(after_ka() == complete("1"));
    CHECK(event(R"({"type":"ping"})").find("Invalid message type") != std::string::npos);
    CHECK(event(start("{ nope }")).find(R"("type":"error","payload":{"message":"Cannot)") != std::string::npos);
    CHECK(event(start("subscription { count(to: 2, every: 60000) }")).find(R"("count":1)") != std::string::npos);
    CHECK(event(R"({"id":"1","type":"stop"})") == complete("1"));
    CHECK(event("nonsense").find("connection_error") != std::string::npos);
    CHECK(event(R"({"type":"connection_terminate"})") == "close 1000");
}

TEST_CASE("testing::server: insists on its key, wherever it is due") {
    server_options options;
    options.api_key("k1");
    server server(options);
    raw_client client(server.port());
    const auto refused = client.post(hello_body);
    CHECK(refused.status == 401);
    CHECK(refused.body == R"({"errors":[{"message":"Unauthorized","extensions":{"code":401}}]})");
    CHECK(client.post(hello_body, "Authorization: k1\r\n").status == 200);
    const auto with = [](const std::string& key) {
        return R"({"type":"connection_init","payload":{"Authorization":")" + key + R"("}})";
    };
    CHECK(raw_websocket(server.port(), modern).ask(init) == "close 4401 Unauthorized");
    CHECK(raw_websocket(server.port(), modern).ask(with("k0")) == "close 4403 Forbidden");
    CHECK(raw_websocket(server.port(), modern).ask(with("k1")) == ack);
    CHECK(raw_websocket(server.port(), modern, "Authorization: k1\r\n").ask(init) == ack);
    CHECK(raw_websocket(server.port(), "graphql-ws").ask(init) ==
          R"({"type":"connection_error","payload":{"message":"Unauthorized","extensions":{"code":401}}})");
    server.api_key("k2");
    CHECK(client.post(hello_body, "Authorization: k1\r\n").status == 401);
}

TEST_CASE("testing::server: ordered HTTP faults") {
    server server;
    raw_client client(server.port());
    server.inject(fault::on_request().answer(503, "busy").header("Retry-After", "1").times(2));
    CHECK(client.post(hello_body).headers.find("Retry-After") == "1");
    CHECK(client.post(hello_body).body == "busy");
    CHECK(client.post(hello_body).status == 200);

    server.inject(fault::on_request().operation("addBook").after_execution().answer(503));
    CHECK(client.post(hello_body).status == 200);
    const auto create = R"({"query":"mutation { addBook(title: \"a\") { id } }"})";
    CHECK(client.post(create).status == 503);
    CHECK(server.record().executed("addBook") == 1);
    CHECK(client.post(create).body.find("There is a book a already.") != std::string::npos);

    server.inject(fault::on_request().skip(1).delay(60ms));
    client.post(hello_body);
    const auto before = std::chrono::steady_clock::now();
    client.post(hello_body);
    CHECK(std::chrono::steady_clock::now() - before >= 60ms);

    server.inject(fault::on_request().truncate(5));
    client.write("POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n");
    client.write(hello_body);
    CHECK(client.read_all().ends_with("\r\n\r\n{\"dat"));

    for (const auto how : {cut::close, cut::reset}) {
        server.inject(fault::on_request().drop(how));
        raw_client other(server.port());
        other.write("POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        CHECK(other.read_all() == (how == cut::reset ? "RESET" : ""));
    }
    server.inject(fault::on_accept().drop());
    CHECK(raw_client(server.port()).read_all() == "");
    server.inject(fault::on_request().answer_raw("HTTP/9 what\r\n\r\n"));
    raw_client raw(server.port());
    raw.write("GET /graphql HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(raw.read_all() == "HTTP/9 what\r\n\r\n");
}

TEST_CASE("testing::server: ordered websocket faults") {
    server server;
    const std::string endless = subscribe("1", "subscription { count(to: 1000000) }");
    server.inject(fault::on_upgrade().answer(401, "no"));
    CHECK(raw_websocket(server.port(), modern).answer.status == 401);

    server.inject(fault::on_init().delay(50ms).ack_payload({{"region", "eu"}}));
    raw_websocket late(server.port(), modern);
    late.send(init);
    CHECK(late.ask(R"({"type":"ping"})") == R"({"type":"pong"})");
    CHECK(late.receive() == R"({"type":"connection_ack","payload":{"region":"eu"}})");

    for (const auto& order : {fault::after_events(2).drop(), fault::after_events(2).drop(cut::reset),
                              fault::after_events(2).close(4999, "bye")}) {
        server.inject(order);
        raw_websocket socket(server.port(), modern);
        socket.ask(init);
        CHECK(socket.ask(endless) == next_message("1", R"({"count":1})"));
        std::string last = socket.receive();
        if (last == next_message("1", R"({"count":2})")) last = socket.receive(); // a reset may have thrown it away
        CHECK((last == "cut" || last == "close 4999 bye"));
    }

    server.inject(
        fault::on_operation().ignore().send_text(R"({"id":"$id","type":"next","payload":7})").send_binary("b"));
    raw_websocket odd(server.port(), modern);
    odd.ask(init);
    CHECK(odd.ask(subscribe("x", "{ hello }")) == R"({"id":"x","type":"next","payload":7})");
    CHECK(odd.receive() == "binary b");

    server.inject(fault::on_ping().ignore().times(2));
    odd.ping("lost");
    odd.send(R"({"type":"ping"})");
    odd.ping("heard");
    CHECK(odd.receive() == "pong heard");

    server.send_text("hi");
    CHECK(odd.receive() == "hi");
    server.close_websockets(1012, "restart");
    CHECK(odd.receive() == "close 1012 restart");
}

TEST_CASE("testing::server: a half-open link is silent, and can be dropped") {
    server server;
    server.inject(fault::on_ping().silence());
    raw_websocket socket(server.port(), modern);
    socket.ask(init);
    socket.send(R"({"type":"ping"})");
    socket.send(subscribe("1", "{ hello }"));
    raw_client other(server.port());
    CHECK(other.post(R"({"query":"{ __typename }"})").status == 200); // it has come by the other one's messages
    server.drop_connections();
    CHECK(socket.receive() == "cut");
    CHECK(server.wait_until([](const server_record& record) { return record.connections_live == 0; }));
    CHECK(server.record().executed("hello") == 0);
}

TEST_CASE("testing::server: listens on a unix socket, and with TLS") {
    asio::io_context loop;
    const auto world = corogql::transport::make_asio_runtime(loop.get_executor());
    corogql::transport::endpoint to;
    {
        to.unix_socket = "/tmp/corogql-server-test-" + std::to_string(::getpid());
        server_options options;
        options.unix_socket(to.unix_socket);
        const server server(options);
        CHECK(server.url() == "http://localhost/graphql");
        CHECK(run(loop, greet(world, to)) == greeting);
    }
    CHECK(::access(to.unix_socket.c_str(), F_OK) != 0);
    to.unix_socket.clear();

    const auto& files = test_certificates();
    server_options options;
    options.tls(files.server.certificate_file, files.server.key_file);
    const server server(options);
    CHECK(server.websocket_url() == "wss://127.0.0.1:" + std::to_string(server.port()) + "/graphql");
    corogql::tls_options trust;
    trust.ca_file(files.ca_file);
    to.host = "127.0.0.1";
    to.port = server.port();
    to.tls = corogql::transport::tls_context::for_client(trust);
    CHECK(run(loop, greet(world, to)) == greeting);
    const raw_client shakes_no_hands(server.port()); // the server's end does not wait for it
}

TEST_CASE("testing::server: can stop listening and start again on its port") {
    server server;
    server.stop_listening();
    CHECK_THROWS(raw_client(server.port()));
    server.resume_listening();
    CHECK(raw_client(server.port()).post(hello_body).status == 200);
    CHECK(server.url() == "http://127.0.0.1:" + std::to_string(server.port()) + "/graphql");
}

TEST_CASE("testing::server: ends whatever is going on") {
    for (int i = 0; i < 5; ++i) {
        auto server = std::make_unique<corogql::testing::server>();
        server->inject(fault::on_request().delay(60s));
        raw_client waiting(server->port());
        waiting.write("GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nHost: h\r\n\r\n");
        raw_websocket busy(server->port(), modern);
        busy.ask(init);
        busy.ask(subscribe("1", "subscription { count(to: 1000000000) }"));
        raw_websocket idle(server->port(), modern);
        server.reset();
        CHECK(waiting.read_all().find("hello") == std::string::npos);
    }
}
