/// Answers every request on a connection with the same bytes.
#pragma once

#include "loopback.hpp"

namespace corogql::bench {

class http_server {
public:
    http_server();
    std::uint16_t port() const noexcept { return server_.port(); }

private:
    loopback_server server_;
};

} // namespace corogql::bench
