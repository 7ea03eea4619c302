// CONNECT, byte by byte: what the proxy is asked, and what is made of its answers.
#include "transport/dial/tunnel.hpp"

#include "../../../support/caught.hpp"
#include "../../../support/certificates.hpp"
#include "../../../support/run_loop.hpp"
#include "../../../support/stream_pair.hpp"
#include "transport/asio/asio_runtime.hpp"
#include "transport/tls/context.hpp"

#include <corogql/error.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;
using namespace std::chrono_literals;
using asio::ip::tcp;
using corogql::test::caught;

namespace {

constexpr const char* tunnel_fields = "Proxy-Authorization: Basic c2VjcmV0\r\n";

endpoint through(const std::string& host, std::uint16_t port, std::uint16_t proxy_port = 3128) {
    const auto proxy = std::make_shared<proxy_endpoint>();
    proxy->host = "127.0.0.1";
    proxy->port = proxy_port;
    proxy->fields = {{"Proxy-Authorization", "Basic c2VjcmV0"}};
    endpoint to;
    to.host = host;
    to.port = port;
    to.proxy = proxy;
    return to;
}

/// The tunnel that a proxy gives that has sent `answer` already, in pieces of at most so many bytes.
std::unique_ptr<byte_stream> tunnel_of(asio::io_context& loop, stream_pair& pair, const std::string& answer,
                                       std::size_t pieces) {
    pair = connected_pair(loop);
    run(loop, write_text(*pair.server, answer));
    auto chopped = std::make_unique<chopped_stream>(std::move(pair.client), pieces);
    return run(loop, open_tunnel(std::move(chopped), through("api.example", 443)));
}

error refusal_of(const std::string& answer, bool ends = true) {
    asio::io_context loop;
    auto pair = connected_pair(loop);
    run(loop, write_text(*pair.server, answer));
    if (ends) run(loop, pair.server->shutdown());
    const auto failure = caught([&] { run(loop, open_tunnel(std::move(pair.client), through("api.example", 443))); });
    CHECK(failure.kind() == error_kind::connect);
    CHECK(failure.phase() == error_phase::connect);
    CHECK_FALSE(failure.possibly_executed());
    CHECK(std::string(failure.what()).starts_with("the proxy 127.0.0.1:3128 "));
    CHECK(std::string(failure.what()).find("c2VjcmV0") == std::string::npos);
    return failure;
}

/// A proxy on a real port, whose connections the test takes.
struct proxy_world {
    asio::io_context loop{1};
    std::shared_ptr<runtime> real = make_asio_runtime(loop.get_executor());
    tcp::acceptor acceptor{loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};

    endpoint way() { return through("localhost", 443, acceptor.local_endpoint().port()); }
    std::future<std::unique_ptr<byte_stream>> dial(const endpoint& to, runtime::duration limit = 30s) {
        return start(loop, real->dial(to, real->after(limit)));
    }
    std::unique_ptr<byte_stream> accept() {
        auto accepted = acceptor.async_accept(asio::use_future);
        return make_socket_stream(run_until(loop, accepted));
    }
    std::string head_from(byte_stream& stream) {
        std::string text;
        while (!text.ends_with("\r\n\r\n")) text += run(loop, read_text(stream, 1));
        return text;
    }
};

} // namespace

TEST_CASE("tunnel: what is asked, and early bytes of the tunnel are not lost") {
    const std::string established = "HTTP/1.1 200 Connection established\r\nContent-Length: 9\r\nVia: x\r\n\r\n";
    for (const std::string& head :
         {established, std::string("HTTP/1.0 200\r\n\r\n"), "HTTP/1.1 103 Early\r\nA: b\r\n\r\n" + established,
          std::string("HTTP/1.1 204 Fine\r\nTransfer-Encoding: odd\r\n\r\n")}) {
        for (const std::size_t pieces : {1u, 7u, 4096u}) {
            CAPTURE(pieces);
            asio::io_context loop;
            stream_pair pair;
            const auto stream = tunnel_of(loop, pair, head + "early", pieces);
            const std::string asked =
                "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n" + std::string(tunnel_fields) + "\r\n";
            CHECK(run(loop, read_text(*pair.server, asked.size())) == asked);
            CHECK_FALSE(stream->quiet());
            run(loop, write_text(*pair.server, " and late"));
            CHECK(run(loop, read_text(*stream, 14)) == "early and late");
            CHECK(stream->quiet());
            run(loop, write_text(*stream, "up"));
            CHECK(run(loop, read_text(*pair.server, 2)) == "up");
        }
    }
}

TEST_CASE("tunnel: refusals name the status, and never the credentials") {
    const auto credentials = refusal_of("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n", false);
    CHECK(std::string(credentials.what()) == "the proxy 127.0.0.1:3128 refused the credentials, or wants some (407)");
    CHECK(credentials.http_status() == 407u);
    const auto gateway = refusal_of("HTTP/1.1 502 Bad gateway\r\nContent-Length: 5\r\n\r\nhello", false);
    CHECK(std::string(gateway.what()) == "the proxy 127.0.0.1:3128 refused the way to api.example:443 with status 502");
    CHECK(gateway.http_status() == 502u);
    CHECK(refusal_of("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n").http_status() == 302u);
}

TEST_CASE("tunnel: an answer that is none") {
    const auto says = [](const std::string& answer, const std::string& end, bool ends = true) {
        const auto failure = refusal_of(answer, ends);
        CHECK_FALSE(failure.http_status());
        CHECK_MESSAGE(std::string(failure.what()).find("gave no tunnel: " + end) != std::string::npos, failure.what());
    };
    says("", "it closed the connection");
    says("HTTP/1.1 200 OK\r\nA: b\r\n", "it closed the connection");
    says("SSH-2.0-OpenSSH", "malformed HTTP", false);
    says("HTTP/1.1 200 OK\r\nno field\r\n\r\n", "malformed HTTP", false);
    says("HTTP/1.1 200 OK\nA: b\n\n", "malformed HTTP", false);
    says("HTTP/1.1 200 OK\r\nA: " + std::string(20'000, 'x'), "the HTTP header is larger than the limit", false);
    std::string interim;
    for (int i = 0; i < 2000; ++i) interim += "HTTP/1.1 100 Go on\r\n\r\n";
    says(interim, "the HTTP header is larger than the limit", false);
}

TEST_CASE("tunnel: an IPv6 literal is asked for in brackets") {
    asio::io_context loop;
    auto pair = connected_pair(loop);
    run(loop, write_text(*pair.server, "HTTP/1.1 200 OK\r\n\r\n"));
    const auto stream = run(loop, open_tunnel(std::move(pair.client), through("::1", 80)));
    CHECK(run(loop, read_text(*pair.server, 28)) == "CONNECT [::1]:80 HTTP/1.1\r\nH");
}

TEST_CASE("dial: through a proxy, with TLS to the server, to the proxy, or to both") {
    tls_options options;
    options.ca_file(test_certificates().ca_file);
    const auto client = tls_context::for_client(options);
    const auto& files = test_certificates().server;
    const auto server = tls_context::for_server(files.certificate_file, files.key_file);
    for (const bool to_proxy : {false, true}) {
        for (const bool to_server : {false, true}) {
            CAPTURE(to_proxy);
            CAPTURE(to_server);
            proxy_world world;
            auto to = world.way();
            if (to_server) to.tls = client;
            if (to_proxy) {
                const auto secure = std::make_shared<proxy_endpoint>(*to.proxy);
                secure->tls = client;
                to.proxy = secure;
            }
            auto dialled = world.dial(to);
            auto peer = world.accept();
            if (to_proxy) peer = run(world.loop, tls_accept(std::move(peer), server));
            CHECK(world.head_from(*peer).starts_with("CONNECT localhost:443 "));
            run(world.loop, write_text(*peer, "HTTP/1.1 200 OK\r\n\r\n"));
            if (to_server) peer = run(world.loop, tls_accept(std::move(peer), server));
            const auto stream = run_until(world.loop, dialled);
            run(world.loop, write_text(*peer, "hello"));
            CHECK(run(world.loop, read_text(*stream, 5)) == "hello");
        }
    }
}

TEST_CASE("dial: a proxy that does not answer, in time or at all") {
    proxy_world world;
    auto dialled = world.dial(world.way(), 100ms);
    auto peer = world.accept();
    const auto late = caught([&] { run_until(world.loop, dialled); });
    CHECK(late.kind() == error_kind::timeout);
    CHECK(late.phase() == error_phase::connect);
    CHECK(std::string(late.what()) ==
          "timed out waiting for the proxy 127.0.0.1:" + std::to_string(world.acceptor.local_endpoint().port()) +
              " to connect to localhost:443");
    world.head_from(*peer);
    CHECK(run(world.loop, read_text(*peer, 1)).empty()); // and it was left

    const auto to = world.way();
    world.acceptor.close();
    auto refused = world.dial(to);
    const auto failure = caught([&] { run_until(world.loop, refused); });
    CHECK(failure.kind() == error_kind::connect);
    CHECK(std::string(failure.what()).starts_with("could not connect to the proxy 127.0.0.1:"));
}

TEST_CASE("dial: can be cancelled while the proxy thinks") {
    proxy_world world;
    asio::cancellation_signal stop;
    auto dialled = asio::co_spawn(world.loop, world.real->dial(world.way(), world.real->after(60s)),
                                  asio::bind_cancellation_slot(stop.slot(), asio::use_future));
    auto peer = world.accept();
    world.head_from(*peer);
    stop.emit(asio::cancellation_type::terminal);
    const auto cancelled = [&] { run_until(world.loop, dialled); };
    CHECK(test::caught_as<boost::system::system_error>(cancelled).code() == asio::error::operation_aborted);
    CHECK(run(world.loop, read_text(*peer, 1)).empty());

    auto abandoned = world.dial(world.way()); // dropped with the loop
    peer = world.accept();
    world.head_from(*peer);
}
