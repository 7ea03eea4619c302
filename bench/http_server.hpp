/// An http_server answers every request on its connections, any number of them, with the same bytes; it runs in a
/// thread of its own.
#pragma once

#include <cstdint>
#include <string>
#include <thread>

namespace corogql::bench {

class http_server {
public:
    http_server();
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    std::uint16_t port() const noexcept { return port_; }

private:
    void run() const;

    std::uint16_t port_ = 0;
    int listener_;
    std::thread thread_;
};

/// Returns the size of the request at the front of `input`; 0 while its header is not whole.
std::size_t request_size(const std::string& input);
std::string http_response();

} // namespace corogql::bench
