// Against OpenSSL's own socket face: what a peer can do after the handshake that our server never does.

#include "../../../support/certificates.hpp"
#include "../../../support/run_loop.hpp"
#include "../../../support/stream_pair.hpp"
#include "transport/tls/context.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;

namespace {

// A blocking TLS server in its own thread.
class raw_server {
public:
    raw_server(int descriptor, std::function<void(SSL*)> talk)
        : thread_([descriptor, talk = std::move(talk)] {
              sigset_t pipe; // the socket BIO writes with plain write()
              sigemptyset(&pipe);
              sigaddset(&pipe, SIGPIPE);
              pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
              const pem_identity& identity = test_certificates().server;
              const auto context = tls_context::for_server(identity.certificate_file, identity.key_file);
              SSL* ssl = SSL_new(context->native());
              SSL_set_fd(ssl, descriptor);
              talk(ssl);
              SSL_free(ssl);
              ::close(descriptor);
              ERR_clear_error();
          }) {}
    ~raw_server() { thread_.join(); }
    raw_server(const raw_server&) = delete;
    raw_server& operator=(const raw_server&) = delete;

private:
    std::thread thread_;
};

struct descriptors {
    descriptors() { ::socketpair(AF_UNIX, SOCK_STREAM, 0, both); }
    int both[2]{};
};

// Writes slowly, so that reader and writer meet, and notes when two writes overlap.
class slow_stream final : public byte_stream {
public:
    slow_stream(std::unique_ptr<byte_stream> inner, bool& overlapped)
        : inner_(std::move(inner)), overlapped_(overlapped) {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override { return inner_->read_some(buffer); }
    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        return inner_->try_read(buffer);
    }
    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override {
        if (writing_) overlapped_ = true;
        writing_ = true;
        for (int turn = 0; turn < 3; ++turn) co_await asio::post(asio::use_awaitable);
        co_await inner_->write(buffers);
        writing_ = false;
    }
    asio::awaitable<void> shutdown() override { return inner_->shutdown(); }
    void close() noexcept override { inner_->close(); }
    bool quiet() noexcept override { return inner_->quiet(); }

private:
    std::unique_ptr<byte_stream> inner_;
    bool& overlapped_;
    bool writing_ = false;
};

std::unique_ptr<byte_stream> connect(asio::io_context& loop, int descriptor, bool& overlapped) {
    asio::local::stream_protocol::socket socket(loop, asio::local::stream_protocol(), descriptor);
    tls_options options;
    options.ca_file(test_certificates().ca_file);
    auto slow = std::make_unique<slow_stream>(make_socket_stream(std::move(socket)), overlapped);
    return run(loop, tls_connect(std::move(slow), tls_context::for_client(options), "localhost"));
}

// Sends back all it gets, and asks for new keys all the time.
void echo_with_key_updates(SSL* ssl) {
    std::vector<char> buffer(16 * 1024);
    int size = SSL_accept(ssl);
    for (int round = 0; size > 0; ++round) {
        size = SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size()));
        if (size <= 0) break;
        if (round % 5 == 0) SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED);
        size = SSL_write(ssl, buffer.data(), size);
    }
    SSL_shutdown(ssl);
    // Until the client's FIN: its last answers to key updates come after its close_notify.
    while (::read(SSL_get_fd(ssl), buffer.data(), buffer.size()) > 0) continue;
}

asio::awaitable<void> write_in_pieces(byte_stream& stream, const std::string& text) {
    std::string_view rest = text;
    for (std::size_t size = 1; !rest.empty(); size = size * 3 % 50'021) {
        co_await write_text(stream, rest.substr(0, size));
        rest.remove_prefix(std::min(size, rest.size()));
        // Pauses of all lengths, so that a write also begins while the reader answers a key update.
        for (std::size_t turn = 0; turn < size % 11; ++turn) co_await asio::post(asio::use_awaitable);
    }
    co_await stream.shutdown();
}

} // namespace

TEST_CASE("tls: key updates in the middle of traffic in both directions") {
    asio::io_context loop;
    descriptors ends;
    raw_server server(ends.both[0], &echo_with_key_updates);
    bool overlapped = false;
    const auto stream = connect(loop, ends.both[1], overlapped);
    std::string text(4 * 1024 * 1024, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 13 + i / 1021);
    auto written = start(loop, write_in_pieces(*stream, text));
    CHECK(run(loop, read_text(*stream, text.size() + 1)) == text);
    run_until(loop, written);
    CHECK_FALSE(overlapped);
}

TEST_CASE("tls: renegotiation is refused, and the refusal is sent though nobody writes") {
    asio::io_context loop;
    descriptors ends;
    int reason = 0;
    {
        raw_server server(ends.both[0], [&reason](SSL* ssl) {
            SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
            SSL_clear_options(ssl, SSL_OP_NO_RENEGOTIATION);
            char byte = 0;
            if (SSL_accept(ssl) != 1 || SSL_renegotiate(ssl) != 1 || SSL_do_handshake(ssl) != 1) return;
            SSL_read(ssl, &byte, 1);
            reason = ERR_GET_REASON(ERR_peek_error());
        });
        bool overlapped = false;
        const auto stream = connect(loop, ends.both[1], overlapped);
        CHECK_THROWS_AS(run(loop, read_text(*stream, 1)), std::exception);
    }
    CHECK(reason == SSL_R_NO_RENEGOTIATION);
}
