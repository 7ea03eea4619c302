/// A loopback_server is a bare blocking server on a loopback port, in a thread of its own: cheap enough never to be
/// what is measured.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace corogql::bench {

/// The server's end of one connection. Errors are thrown and end the connection.
class peer {
public:
    explicit peer(int descriptor) : descriptor_(descriptor) {}

    /// The bytes that have come and were not taken; grow() waits for more, and returns false at the end.
    std::string input;
    bool grow();
    /// Waits until `input` holds `size` bytes, and takes them.
    std::string take(std::size_t size);
    /// Waits for `mark`, and takes all bytes up to and with it.
    std::string take_through(std::string_view mark);
    void send(std::string_view bytes);
    int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

/// Opens a socket that listens on a free port of 127.0.0.1, and sets `port` to that.
int listen_on_loopback(std::uint16_t& port);

class loopback_server {
public:
    /// Serves one connection after the other.
    explicit loopback_server(std::function<void(peer&)> serve);
    ~loopback_server();
    loopback_server(const loopback_server&) = delete;
    loopback_server& operator=(const loopback_server&) = delete;

    std::uint16_t port() const noexcept { return port_; }

private:
    void run(const std::function<void(peer&)>& serve) const;

    std::uint16_t port_ = 0;
    int listener_;
    std::thread thread_;
};

} // namespace corogql::bench
