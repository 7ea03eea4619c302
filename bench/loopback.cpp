#include "loopback.hpp"

#include "measure.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace corogql::bench {

namespace {

int checked(int result, const char* call) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), call);
    return result;
}

} // namespace

bool peer::grow() {
    std::array<char, 16 * 1024> buffer;
    const auto size = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (size <= 0) return false;
    input.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
}

std::string peer::take(std::size_t size) {
    while (input.size() < size)
        if (!grow()) throw std::runtime_error("the client has left");
    auto taken = input.substr(0, size);
    input.erase(0, size);
    return taken;
}

std::string peer::take_through(std::string_view mark) {
    auto at = input.find(mark);
    for (; at == std::string::npos; at = input.find(mark))
        if (!grow()) throw std::runtime_error("the client has left");
    return take(at + mark.size());
}

void peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent =
            checked(static_cast<int>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL)), "send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

int listen_on_loopback(std::uint16_t& port) {
    const int listener = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    checked(::bind(listener, generic, size), "bind");
    checked(::listen(listener, 256), "listen");
    checked(::getsockname(listener, generic, &size), "getsockname");
    port = ntohs(address.sin_port);
    return listener;
}

loopback_server::loopback_server(std::function<void(peer&)> serve) : listener_(listen_on_loopback(port_)) {
    thread_ = std::thread([this, serve = std::move(serve)] { run(serve); });
}

loopback_server::~loopback_server() {
    ::shutdown(listener_, SHUT_RDWR); // accept() returns
    thread_.join();
    ::close(listener_);
}

void loopback_server::run(const std::function<void(peer&)>& serve) const {
    ::pthread_setname_np(::pthread_self(), "bench-server");
    use_processor(1);
    while (true) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        try {
            peer client(descriptor);
            serve(client);
        } catch (const std::exception&) {
            // The client has left; what it was to do is measured on its own side.
        }
        ::close(descriptor);
    }
}

} // namespace corogql::bench
