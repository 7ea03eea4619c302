// The same queries over TLS, beside a loop that knows nothing but OpenSSL and this one server.
#include "https.hpp"

#include "hand_written.hpp"
#include "http.hpp"
#include "workload.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <span>
#include <stdexcept>

namespace corogql::bench {

namespace {

using context = std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)>;
using session = std::unique_ptr<SSL, decltype(&::SSL_free)>;

void require(bool fine, const char* what) {
    if (!fine) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

session on_socket(const context& from, int descriptor) {
    session made(::SSL_new(from.get()), &::SSL_free);
    require(made && ::SSL_set_fd(made.get(), descriptor) == 1, "no session");
    return made;
}

void write_all(SSL* link, const std::string& bytes) {
    std::size_t sent = 0;
    require(::SSL_write_ex(link, bytes.data(), bytes.size(), &sent) == 1, "cannot write");
}

/// What has come; nothing at the end.
std::string_view read_some(SSL* link, std::span<char> buffer) {
    std::size_t size = 0;
    if (::SSL_read_ex(link, buffer.data(), buffer.size(), &size) != 1) size = 0;
    return {buffer.data(), size};
}

void answer_all(const context& server, peer& client) {
    const auto link = on_socket(server, client.descriptor());
    require(::SSL_accept(link.get()) == 1, "no handshake");
    const auto answer = http_response();
    std::array<char, 16 * 1024> buffer;
    std::string input;
    while (true) {
        const auto piece = read_some(link.get(), buffer);
        if (piece.empty()) return;
        input += piece;
        for (auto whole = request_size(input); whole != 0 && input.size() >= whole; whole = request_size(input)) {
            input.erase(0, whole);
            write_all(link.get(), answer);
        }
    }
}

std::function<void(peer&)> serve_with(const testing::pem_identity& identity) {
    const auto server = std::make_shared<context>(::SSL_CTX_new(::TLS_server_method()), &::SSL_CTX_free);
    require(::SSL_CTX_use_certificate_chain_file(server->get(), identity.certificate_file.c_str()) == 1 &&
                ::SSL_CTX_use_PrivateKey_file(server->get(), identity.key_file.c_str(), SSL_FILETYPE_PEM) == 1,
            "no certificate");
    return [server](peer& client) { answer_all(*server, client); };
}

/// Closed whatever happens.
struct socket_to {
    explicit socket_to(std::uint16_t port) : descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    ~socket_to() { ::close(descriptor); }
    socket_to(const socket_to&) = delete;
    socket_to& operator=(const socket_to&) = delete;
    int descriptor;
};

} // namespace

https_server::https_server() : server_(serve_with(identity_.server)) {}

cost hand_https(const https_server& server, std::size_t requests) {
    const context client(::SSL_CTX_new(::TLS_client_method()), &::SSL_CTX_free);
    ::SSL_CTX_set_verify(client.get(), SSL_VERIFY_PEER, nullptr);
    require(::SSL_CTX_load_verify_locations(client.get(), server.ca_file().c_str(), nullptr) == 1, "no CA");
    const socket_to socket(server.port());
    const auto link = on_socket(client, socket.descriptor);
    require(::SSL_connect(link.get()) == 1, "no handshake");
    hand_written work(server.port());
    std::array<char, 16 * 1024> buffer;
    std::uint64_t sum = 0;
    const stopwatch watch;
    for (std::size_t i = 0; i < requests; ++i) {
        write_all(link.get(), work.request());
        std::optional<std::uint64_t> step;
        while (!step) step = work.put(read_some(link.get(), buffer));
        sum += *step;
    }
    const auto result = watch.elapsed(requests);
    check(sum, requests * query_step);
    return result;
}

cost corogql_https(const https_server& server, std::size_t requests) {
    client_options options("https://" + std::string(host) + ":" + std::to_string(server.port()) + std::string(path));
    options.tls(tls_options().ca_file(server.ca_file())).single_threaded(true);
    return run_queries(std::move(options), requests);
}

} // namespace corogql::bench
