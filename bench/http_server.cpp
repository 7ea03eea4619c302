#include "http_server.hpp"

#include "loopback.hpp"
#include "measure.hpp"
#include "workload.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <map>

namespace corogql::bench {

std::size_t request_size(const std::string& input) {
    constexpr std::string_view field = "\r\nContent-Length: ", as_some_write = "\r\ncontent-length: ";
    const auto end = input.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    auto length = input.find(field);
    if (length == std::string::npos) length = input.find(as_some_write);
    return end + 4 + std::strtoul(input.c_str() + length + field.size(), nullptr, 10);
}

std::string http_response() {
    return "HTTP/1.1 200 OK\r\nDate: Mon, 05 Jan 2026 10:00:00 GMT\r\n"
           "Content-Type: application/graphql-response+json; charset=utf-8\r\n"
           "Content-Length: " +
           std::to_string(query_response.size()) + "\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n" +
           std::string(query_response);
}

http_server::http_server() : listener_(listen_on_loopback(port_)), thread_([this] { run(); }) {}

http_server::~http_server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

namespace {

/// False when the client has left.
bool answer_all(int descriptor, std::string& input, const std::string& answer) {
    std::array<char, 16 * 1024> buffer;
    const auto size = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (size <= 0) return false;
    input.append(buffer.data(), static_cast<std::size_t>(size));
    for (auto whole = request_size(input); whole != 0 && input.size() >= whole; whole = request_size(input)) {
        input.erase(0, whole);
        if (::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return false;
    }
    return true;
}

} // namespace

void http_server::run() const {
    ::pthread_setname_np(::pthread_self(), "bench-server");
    use_processor(1);
    const auto answer = http_response();
    std::map<int, std::string> inputs;
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [poll](int descriptor) {
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.fd = descriptor;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &wanted);
    };
    watch(listener_);
    for (bool running = true; running;) {
        std::array<epoll_event, 64> ready;
        const int count = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = ready[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == listener_) {
                const int fresh = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
                running = fresh >= 0;
                if (!running) break;
                const int yes = 1;
                ::setsockopt(fresh, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                watch(fresh);
            } else if (!answer_all(descriptor, inputs[descriptor], answer)) {
                inputs.erase(descriptor);
                ::close(descriptor);
            }
        }
    }
    for (const auto& [descriptor, input] : inputs) ::close(descriptor);
    ::close(poll);
}

} // namespace corogql::bench
